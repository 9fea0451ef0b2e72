/* The messages of the SQL box, field by field. */
#include "schema/sqlite/sqlite_serve.h"

void wire_sqlite_step(struct wire *wire, struct sqlite_step *step)
{
    WIRE_ENUM(wire, step->verdict, VERDICT_COUNT);
    wire_u32(wire, &step->flags);
    wire_text(wire, &step->message);
    wire_strlist(wire, &step->lines);
    sqlite_trouble_wire(wire, &step->trouble);
    WIRE_ENUM(wire, step->leg, BOX_LEG_COUNT);
    wire_i64(wire, &step->up_us);
    wire_i64(wire, &step->down_us);
    wire_i64(wire, &step->again_us);
}

void wire_run(struct wire *wire, struct sqlite_run *run)
{
    int64_t applied = (int64_t)run->applied;
    wire_i64(wire, &applied);
    run->applied = (size_t)applied;
    WIRE_ENUM(wire, run->whole, VERDICT_COUNT);
    wire_text(wire, &run->whole_message);
    wire_strlist(wire, &run->whole_lines);
    wire_i64(wire, &run->whole_down_us);
    wire_i64(wire, &run->whole_up_us);
}

static void wire_size(struct wire *wire, struct box_size *size)
{
    wire_text(wire, &size->table);
    wire_i64(wire, &size->rows);
}

void wire_request(struct wire *wire, struct box_request *request)
{
    WIRE_ENUM(wire, request->question, BOX_QUESTION_COUNT);
    wire_text(wire, &request->sql);
    WIRE_LIST(wire, &request->sizes, wire_size);
    wire_u32(wire, &request->rows);
    wire_u32(wire, &request->times);
}

static void wire_row(struct wire *wire, struct box_row *row)
{
    wire_strlist(wire, &row->values);
}

static void wire_plan_line(struct wire *wire, struct box_plan_line *line)
{
    wire_u32(wire, &line->id);
    wire_u32(wire, &line->parent);
    wire_text(wire, &line->detail);
}

void wire_answer(struct wire *wire, struct box_answer *answer)
{
    sqlite_trouble_wire(wire, &answer->trouble);
    WIRE_LIST(wire, &answer->rows, wire_row);
    wire_i64(wire, &answer->row_count);
    WIRE_LIST(wire, &answer->plan, wire_plan_line);
    wire_i64(wire, &answer->fullscan_steps);
    wire_i64(wire, &answer->sorts);
    wire_i64(wire, &answer->autoindexes);
    wire_i64(wire, &answer->vm_steps);
    wire_i64(wire, &answer->min_us);
    wire_i64(wire, &answer->p50_us);
    wire_i64(wire, &answer->p95_us);
    wire_i64(wire, &answer->p99_us);
    wire_i64(wire, &answer->max_us);
    wire_strlist(wire, &answer->notes);
}
