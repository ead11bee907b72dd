//! Writes the OpenAPI document that `GET /api/openapi.json` serves: `openapi [FILE]`, standard output without.

use std::{env, error::Error, fs, io::Write};

fn main() -> Result<(), Box<dyn Error>> {
    let document = system_tests::openapi::document();
    match env::args().nth(1) {
        Some(file) => fs::write(file, document)?,
        None => std::io::stdout().write_all(document.as_bytes())?,
    }
    Ok(())
}
