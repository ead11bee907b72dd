//! demo-data
