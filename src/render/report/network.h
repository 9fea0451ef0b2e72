/* Boxes and arrows from what comes first to what waits for it. Private to render/report. */
#ifndef ROADMAP_RENDER_REPORT_NETWORK_H
#define ROADMAP_RENDER_REPORT_NETWORK_H

#include "render/report/sheet.h"

struct network_node {
    const char *id, *title, *sign;
    const char *look; /* a class of the style sheet: "done", "blocked", "critical", "" */
    int level;        /* rows from the top; found by network_levels */
    int x;            /* left edge */
    double pull;      /* where its neighbours would have it */
};

struct network_edge {
    uint32_t from, to; /* positions of nodes */
    bool critical;
};

struct network {
    const char *name, *title;
    VEC(struct network_node) nodes;
    VEC(struct network_edge) edges;
};

/* Rows so that each arrow leads down, as far as there is no circle; gives how many rows there are
 * and, in *widest, how many nodes the fullest has. */
int network_levels(struct network *network, int *widest);
/* The picture; network_levels comes first. */
void network_draw(struct sheet *sheet, struct network *network, int levels, int widest);

#endif
