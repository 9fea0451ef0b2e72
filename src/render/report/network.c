#include "render/report/network.h"

#include <stdlib.h>

#include "base/clean.h"
#include "base/utf8.h"
#include "render/pen.h"
#include "render/plan_parts.h"
#include "render/report/chart.h"

#define BOX_WIDTH 164
#define BOX_HEIGHT 40
#define GAP_X 16
#define GAP_Y 34
#define ID_COLUMNS 19    /* of at most 7.5 user units each, at 12 px */
#define TITLE_COLUMNS 20 /* the same */
#define SWEEPS 6

int network_levels(struct network *network, int *widest)
{
    const size_t rounds = network->nodes.len;
    bool moved = true;
    int levels = 0;
    /* A circle would go down for ever: there are never more rows than nodes. */
    for (size_t round = 0; moved && round < rounds; round++) {
        moved = false;
        for (size_t i = 0; i < network->edges.len; i++) {
            const struct network_edge *edge = &network->edges.items[i];
            const int least = network->nodes.items[edge->from].level + 1;
            struct network_node *to = &network->nodes.items[edge->to];
            if (to->level >= least || least >= (int)network->nodes.len)
                continue;
            to->level = least;
            moved = true;
        }
    }
    for (size_t i = 0; i < network->nodes.len; i++)
        if (network->nodes.items[i].level >= levels)
            levels = network->nodes.items[i].level + 1;
    *widest = 0;
    for (int level = 0; level < levels; level++) {
        int count = 0;
        for (size_t i = 0; i < network->nodes.len; i++)
            count += network->nodes.items[i].level == level;
        *widest = count > *widest ? count : *widest;
    }
    return levels;
}

static int by_pull(const void *a, const void *b)
{
    const struct network_node *left = *(struct network_node *const *)a;
    const struct network_node *right = *(struct network_node *const *)b;
    if (left->pull < right->pull || right->pull < left->pull)
        return left->pull < right->pull ? -1 : 1;
    return (left > right) - (left < right);
}

/* Each node goes to the middle of those it is tied to, once from above and once from below. */
static void pull(struct network *network, bool from_above)
{
    for (size_t i = 0; i < network->nodes.len; i++) {
        struct network_node *node = &network->nodes.items[i];
        double sum = 0;
        int count = 0;
        for (size_t k = 0; k < network->edges.len; k++) {
            const struct network_edge *edge = &network->edges.items[k];
            if ((from_above ? edge->to : edge->from) != i)
                continue;
            sum += network->nodes.items[from_above ? edge->from : edge->to].x;
            count++;
        }
        node->pull = count ? sum / count : node->x;
    }
}

/* A row is centred; its nodes stand side by side in the order of their pull. */
static void place_row(struct sheet *sheet, struct network *network, int level, int width)
{
    struct network_node **row =
        arena_calloc(sheet->arena, network->nodes.len + 1, sizeof(struct network_node *));
    size_t count = 0;
    for (size_t i = 0; i < network->nodes.len; i++)
        if (network->nodes.items[i].level == level)
            row[count++] = &network->nodes.items[i];
    qsort(row, count, sizeof *row, by_pull);
    const int used = (int)count * (BOX_WIDTH + GAP_X) - GAP_X;
    for (size_t i = 0; i < count; i++)
        row[i]->x = (width - used) / 2 + (int)i * (BOX_WIDTH + GAP_X);
}

static int y_of(int level)
{
    return 4 + level * (BOX_HEIGHT + GAP_Y);
}

static void add_edge(struct sheet *sheet, const struct network *network,
                     const struct network_edge *edge)
{
    const struct network_node *from = &network->nodes.items[edge->from];
    const struct network_node *to = &network->nodes.items[edge->to];
    const int x1 = from->x + BOX_WIDTH / 2, y1 = y_of(from->level) + BOX_HEIGHT;
    const int x2 = to->x + BOX_WIDTH / 2, y2 = y_of(to->level);
    html_addf(sheet->out,
              "<path class=\"edge%s\" d=\"M%d %dC%d %d %d %d %d %d\"/><path class=\"arrow\" "
              "d=\"M%d %dl-4 -7h8z\"/>\n",
              edge->critical ? " critical" : "", x1, y1, x1, y1 + GAP_Y, x2, y2 - GAP_Y, x2, y2 - 5,
              x2, y2);
}

static void add_node(struct sheet *sheet, const struct network_node *node)
{
    const int y = y_of(node->level);
    const char *id = arena_printf(sheet->arena, "%s%s%s", node->sign, *node->sign ? " " : "",
                                  clean_line(sheet->arena, node->id));
    const char *title = clean_line(sheet->arena, part_title(node->id, node->title));
    html_addf(sheet->out,
              "<rect class=\"node %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
              "rx=\"5\"/><text class=\"h\" x=\"%d\" y=\"%d\">%s</text><text class=\"k\" x=\"%d\" "
              "y=\"%d\">%s</text>\n",
              node->look, node->x, y, BOX_WIDTH, BOX_HEIGHT, node->x + 7, y + 16,
              utf8_shorten(sheet->arena, id, ID_COLUMNS, false), node->x + 7, y + 32,
              utf8_shorten(sheet->arena, title, TITLE_COLUMNS, false));
}

void network_draw(struct sheet *sheet, struct network *network, int levels, int widest)
{
    const int width = widest * (BOX_WIDTH + GAP_X) - GAP_X;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        const bool down = sweep % 2 == 0;
        for (int i = 0; i < levels; i++) {
            if (sweep > 0)
                pull(network, down);
            place_row(sheet, network, down ? i : levels - 1 - i, width);
        }
    }
    chart_begin(sheet, network->name, width + 8, y_of(levels) - GAP_Y + 4, network->title,
                arena_printf(sheet->arena, "%s, each arrow leads from one to what waits for it.",
                             text_count(sheet->arena, (int64_t)network->edges.len, "arrow", NULL)));
    str_add(sheet->out, "<g transform=\"translate(4 0)\">");
    for (size_t i = 0; i < network->edges.len; i++)
        add_edge(sheet, network, &network->edges.items[i]);
    for (size_t i = 0; i < network->nodes.len; i++)
        add_node(sheet, &network->nodes.items[i]);
    str_add(sheet->out, "</g>");
    chart_end(sheet);
}
