//! Whole jobs, from sign-in to 已办结, against a running stack.

mod clerk_job;
mod corrections;
mod imports;
mod life_cycle;
mod manual;
mod privacy;
mod repeats;
mod rosters;
