//! The store's contract, on a database in this process.

testkit::store_contract_tests!(testkit::Database::in_process());
