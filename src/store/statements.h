/* Every statement of sql/, by number. The names are the heads ("-- :name") in those files; a test
 * prepares each of them. */
#ifndef ROADMAP_STORE_STATEMENTS_H
#define ROADMAP_STORE_STATEMENTS_H

/* clang-format off */
#define STORE_STATEMENTS(X) \
    X(SCHEMA_MIGRATION_ADD, "schema_migration_add") \
    X(REPOSITORY_BY_ID, "repository_by_id") \
    X(REPOSITORY_BY_NAME, "repository_by_name") \
    X(REPOSITORY_BY_KEY, "repository_by_key") \
    X(REPOSITORY_PUT, "repository_put") \
    X(REPOSITORY_MARK_READ, "repository_mark_read") \
    X(SCOPE_LOAD, "scope_load") \
    X(SCOPE_PUT, "scope_put") \
    X(SCOPE_LAST, "scope_last") \
    X(SCOPE_FIND, "scope_find") \
    X(SCOPE_ELSEWHERE, "scope_elsewhere") \
    X(LABEL_LIST, "label_list") \
    X(LABEL_IDS, "label_ids") \
    X(LABEL_PUT, "label_put") \
    X(LABEL_DROP, "label_drop") \
    X(MILESTONE_LIST, "milestone_list") \
    X(MILESTONE_IDS, "milestone_ids") \
    X(MILESTONE_PUT, "milestone_put") \
    X(MILESTONE_DROP, "milestone_drop") \
    X(ISSUE_LIST, "issue_list") \
    X(ISSUE_COUNT, "issue_count") \
    X(ISSUE_IDS, "issue_ids") \
    X(ISSUE_PUT, "issue_put") \
    X(ISSUE_DROP, "issue_drop") \
    X(BODY_PUT, "body_put") \
    X(BODY_DROP, "body_drop") \
    X(BASE_LIST, "base_list") \
    X(ITEM_ROOM, "item_room") \
    X(ITEM_LIST, "item_list") \
    X(ITEM_BIND, "item_bind") \
    X(ITEM_KEY, "item_key") \
    X(ITEM_TICKS, "item_ticks") \
    X(ITEM_BLOCK_SOURCE, "item_block_source") \
    X(ITEM_MARKS, "item_marks") \
    X(BASE_PUT, "base_put") \
    X(ITEM_RENAME, "item_rename") \
    X(ITEM_DROP, "item_drop") \
    X(FACT_CLEAR, "fact_clear") \
    X(FACT_LIST, "fact_list") \
    X(FACT_PUT, "fact_put") \
    X(STANDING_MILESTONES, "standing_milestones") \
    X(STANDING_ISSUES, "standing_issues") \
    X(STANDING_STATES, "standing_states") \
    X(STANDING_OTHER, "standing_other") \
    X(STANDING_WORDS, "standing_words") \
    X(STANDING_TITLES, "standing_titles") \
    X(STANDING_NAMES, "standing_names") \
    X(INTENT_OPEN, "intent_open") \
    X(INTENT_AGAIN, "intent_again") \
    X(INTENT_DONE, "intent_done") \
    X(INTENT_FAILED, "intent_failed") \
    X(INTENT_UNKNOWN, "intent_unknown") \
    X(INTENT_LOOKED, "intent_looked") \
    X(INTENT_ABSENT, "intent_absent") \
    X(INTENT_ORPHAN, "intent_orphan") \
    X(INTENT_LIST_UNKNOWN, "intent_list_unknown") \
    X(INTENT_BY_NONCE, "intent_by_nonce") \
    X(INTENT_COUNT_PENDING, "intent_count_pending") \
    X(INTENT_LAST, "intent_last") \
    X(INTENT_PRUNE, "intent_prune") \
    X(RUN_BEGIN, "run_begin") \
    X(RUN_END, "run_end") \
    X(RUN_LIST, "run_list") \
    X(RUN_BY_PREFIX, "run_by_prefix") \
    X(RUN_PRUNE, "run_prune") \
    X(CHANGE_ADD, "change_add") \
    X(CHANGE_PUT, "change_put") \
    X(CHANGE_DROP, "change_drop") \
    X(CHANGE_FORGET, "change_forget") \
    X(CHANGE_LIST, "change_list") \
    X(CHANGE_PROMISED, "change_promised") \
    X(BUDGET_ADD, "budget_add") \
    X(BUDGET_LIST, "budget_list") \
    X(BUDGET_PRUNE, "budget_prune") \
    X(VALIDATOR_LIST, "validator_list") \
    X(VALIDATOR_PUT, "validator_put") \
    X(VALIDATOR_DROP, "validator_drop") \
    X(VALIDATOR_DROP_ALL, "validator_drop_all") \
    X(LANDING_TIP_FIND, "landing_tip_find") \
    X(LANDING_TIP_DROP, "landing_tip_drop") \
    X(LANDING_TIP_PUT, "landing_tip_put") \
    X(LANDING_TIP_PRUNE, "landing_tip_prune") \
    X(LANDING_COMMIT_LIST, "landing_commit_list") \
    X(LANDING_COMMIT_PUT, "landing_commit_put") \
    X(LANDING_FILE_LIST, "landing_file_list") \
    X(LANDING_FILE_PUT, "landing_file_put") \
    X(LANDING_TRAILER_LIST, "landing_trailer_list") \
    X(LANDING_TRAILER_PUT, "landing_trailer_put") \
    X(PAST_CLOSING_LIST, "past_closing_list") \
    X(SCOPE_LINE_FIND, "scope_line_find") \
    X(SCOPE_LINE_PUT, "scope_line_put") \
    X(RESULT_FIND, "result_find") \
    X(RESULT_PUT, "result_put") \
    X(RESULT_PRUNE, "result_prune") \
    X(EXAMINE_PENDING, "examine_pending") \
    X(EXAMINE_RUNS, "examine_runs")
/* clang-format on */

#define STORE_STATEMENT_ENUM(upper, name) STMT_##upper,
enum statement { STORE_STATEMENTS(STORE_STATEMENT_ENUM) STMT_COUNT };

#endif
