//! What the store promises, whatever `DynamoDB` is behind it. Each promise takes a [`Database`] with an empty table.
//!
//! A test crate runs them all with [`crate::store_contract_tests`].
//!
//! [`Database`]: crate::Database
#![expect(missing_docs, reason = "each promise is its own sentence")]

mod accounts;
mod applications;
mod conflicts;
mod directory;
mod documents;
mod enrollments;
mod faults;
mod imports;
mod jobs;
mod notices;
mod payments;
mod rosters;

use domain::application::Change;
use store::{Job, Receipt, Table};

pub use self::{
    accounts::*, applications::*, conflicts::*, directory::*, documents::*, enrollments::*, faults::*,
    imports::*, jobs::*, notices::*, payments::*, rosters::*,
};
use crate::builders::at;

/// One test per promise. `$database` takes the promise's name and gives a future of the database to hold it on; a table
/// of another name for each lets them run beside each other on one endpoint.
#[macro_export]
macro_rules! store_contract_tests {
    ($database:expr) => {
        $crate::store_contract_tests! { $database =>
            an_application_is_read_as_it_was_written,
            a_story_is_kept_with_its_history_in_order,
            lists_are_newest_first_and_follow_the_stage,
            lists_give_the_numbers_asked_for,
            a_taken_number_is_a_conflict,
            of_two_changes_of_one_version_exactly_one_wins,
            of_many_racing_changes_exactly_one_wins,
            a_change_of_a_version_that_is_not_there_is_a_conflict,
            a_change_from_another_stage_is_a_conflict,
            a_request_that_comes_again_gets_its_first_answer,
            an_expired_receipt_is_in_nobodys_way,
            of_two_tiers_taken_at_once_exactly_one_wins,
            a_lock_that_moved_on_stops_the_change,
            a_released_lock_can_be_taken_with_another_tier,
            payments_follow_their_application,
            a_payment_number_belongs_to_one_application,
            ten_thousand_people_come_back_in_their_order,
            ten_thousand_people_cost_few_write_units,
            a_missing_page_is_no_empty_page,
            a_replaced_roster_lets_its_pages_go,
            a_change_that_loses_a_race_leaves_no_pages_behind,
            a_big_roster_is_replaced_in_one_change,
            an_upload_is_received_once,
            a_roster_is_received_once,
            a_file_that_is_no_roster_fails_its_import,
            an_import_moves_only_from_the_state_seen,
            an_import_is_applied_with_its_roster_or_not_at_all,
            documents_are_issued_made_and_voided,
            facts_are_frozen_once,
            a_document_is_asked_for_once_and_again_when_it_failed,
            a_stamp_is_never_lost_to_a_late_worker,
            people_enrolled_twice_are_enrolled_once,
            an_interrupted_enrollment_is_finished,
            covers_tell_every_unit,
            enrollments_are_listed_by_unit_and_plan,
            an_account_is_written_over_the_version_seen,
            a_session_is_rotated_and_its_old_token_ends_it,
            an_expired_session_has_ended,
            failures_count_within_their_window,
            the_directory_gives_back_what_it_was_given,
            a_job_is_unsent_until_it_is_noted_as_sent,
            each_change_asks_for_its_jobs,
            notices_come_true_with_their_change,
            an_inbox_has_pages_over_all_its_boxes,
            each_account_has_its_own_unread_notices,
            all_is_read_that_was_there_and_nothing_that_was_on_its_way,
            a_notice_is_gone_after_its_year,
            a_reminder_is_sent_once_for_each_end_of_a_window,
            what_the_service_left_undone_is_asked_for_again,
            an_answer_in_parts_is_read_to_its_end,
            a_busy_item_is_tried_again,
            nobody_is_left_out_because_others_are_busy,
            a_lost_answer_to_a_rotation_is_no_theft,
            passing_failures_are_told_from_lasting_ones,
        }
    };
    ($database:expr => $($promise:ident,)*) => {
        $(
            #[tokio::test]
            async fn $promise() {
                let database = $database;
                $crate::store_contract::$promise(&database(stringify!($promise)).await).await;
            }
        )*
    };
}

/// Writes a story from its beginning, and gives the jobs it asked for.
async fn write(table: &Table, changes: &[Change]) -> Vec<Job> {
    let mut jobs = Vec::new();
    for change in changes {
        let asked = if change.event.seq == 1 {
            table.create(change, None).await
        } else {
            table.commit(change, None).await
        };
        jobs.extend(asked.unwrap());
    }
    jobs
}

fn receipt(key: &str) -> Receipt {
    Receipt {
        key: key.into(),
        request: "hash".into(),
        status: 201,
        body: r#"{"number":"1"}"#.into(),
        expires_at: at("2026-01-06T00:00:00Z"),
    }
}
