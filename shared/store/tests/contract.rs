//! The store's contract, on a database in this process.

testkit::store_contract_tests!(|_| testkit::Database::in_process());
