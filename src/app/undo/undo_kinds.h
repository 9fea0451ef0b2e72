/* The steps of an undo, and each kind of object that one can be about. Private to undo. */
#ifndef ROADMAP_APP_UNDO_UNDO_KINDS_H
#define ROADMAP_APP_UNDO_UNDO_KINDS_H

#include "app/undo/undo.h"

/* The steps of undo->log; links of issues that the run created go with those. */
void undo_make_steps(struct undo *undo);
/* As far as the snapshot shows: counts in report->planned what will be done. */
void undo_judge_all(struct undo *undo);

/* One step each. An object that is gone, or has changed, is told in the report. */
nodiscard enum code undo_issue(struct undo *undo, struct undo_step *step, struct err *err);
nodiscard enum code undo_milestone(struct undo *undo, struct undo_step *step, struct err *err);
nodiscard enum code undo_label(struct undo *undo, struct undo_step *step, struct err *err);
nodiscard enum code undo_relation(struct undo *undo, struct undo_step *step, struct err *err);
/* Whether the snapshot shows something to put back. */
bool undo_issue_moves(struct undo *undo, struct undo_step *step);
bool undo_milestone_moves(struct undo *undo, struct undo_step *step);
bool undo_label_moves(struct undo *undo, struct undo_step *step);
bool undo_relation_moves(struct undo *undo, struct undo_step *step);

#endif
