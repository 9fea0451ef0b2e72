/* Numbers from a seed: the same ones on every machine. (splitmix64) */
#ifndef ROADMAP_TORTURE_DICE_H
#define ROADMAP_TORTURE_DICE_H

#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

static inline struct dice dice_new(uint64_t seed)
{
    return (struct dice){seed};
}

static inline uint64_t dice_next(struct dice *dice)
{
    uint64_t z = (dice->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 … sides - 1. */
static inline size_t dice_roll(struct dice *dice, size_t sides)
{
    return sides ? (size_t)(dice_next(dice) % sides) : 0;
}

#endif
