#include "cli/suggest.h"

#include <stdbool.h>
#include <string.h>

#define WORD_MAX 64

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int least(int a, int b, int c)
{
    int min = a < b ? a : b;
    return min < c ? min : c;
}

int suggest_distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > WORD_MAX || m > WORD_MAX)
        return WORD_MAX;
    int rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int *row = rows[i % 3], *before = rows[(i - 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int cost = lower(a[i - 1]) != lower(b[j - 1]);
            row[j] = least(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]) && rows[(i - 2) % 3][j - 2] + 1 < row[j])
                row[j] = rows[(i - 2) % 3][j - 2] + 1;
        }
    }
    return rows[n % 3][m];
}

const char *suggest_nearest(const char *word, const char *const known[], size_t count)
{
    const char *nearest = NULL;
    int limit = strlen(word) <= 3 ? 1 : 2;
    for (size_t i = 0; i < count; i++) {
        int distance = suggest_distance(word, known[i]);
        /* Of equally near ones the one that starts alike: people rarely miss the first letter. */
        bool better = nearest && distance == limit && lower(known[i][0]) == lower(word[0]) &&
                      lower(nearest[0]) != lower(word[0]);
        if (distance < limit || (distance == limit && !nearest) || better) {
            nearest = known[i];
            limit = distance;
        }
    }
    return nearest;
}
