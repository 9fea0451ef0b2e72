/* What a page for people puts first: the worst risks, and what somebody has to decide. */
#ifndef ROADMAP_ENGINE_PAGE_H
#define ROADMAP_ENGINE_PAGE_H

#include "model/page.h"

/* The risks of the plan by probability times impact, in the plan's order where these are equal; one
 * that is not told counts as medium. */
void page_rank_risks(struct arena *arena, struct page *page);

/* Open issues that wait for nobody and that others wait for, those that most of the open issues
 * wait for first, however long the way is. Needs the issues of the page. */
void page_find_blockers(struct arena *arena, struct page *page);

/* Decisions that are due, soonest first: dates that do not hold, sign-offs that a gate waits for,
 * waivers that end within two weeks, milestones that are done and still open, issues on GitHub that
 * no plan has, issues that others wait for and nobody has, and closings without proof. Needs
 * status, issues and blockers of the page. */
void page_find_decisions(struct arena *arena, struct page *page);

#endif
