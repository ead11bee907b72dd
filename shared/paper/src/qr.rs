//! QR codes, drawn as squares: sharp at any size, and a few kilobytes less than a picture.

use qrcode::{Color, EcLevel, QrCode};

use crate::layout::Flow;

/// Free around the code on every side, in modules, as the standard asks for; the paper around it is white as well.
const QUIET: f32 = 1.0;

/// Draws the text as a QR code that takes `side` from the corner on. Whether there is one: a text of more than two
/// thousand characters has none.
pub(crate) fn draw(flow: &mut Flow<'_>, text: &str, (left, top): (f32, f32), side: f32) -> bool {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return false };
    flow.fill(bars(&code, side).map(|[x, y, width, height]| [left + x, top + y, width, height]));
    true
}

/// The dark modules, those beside each other in one.
fn bars(code: &QrCode, side: f32) -> impl Iterator<Item = [f32; 4]> {
    let width = code.width();
    let modules = code.to_colors();
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let at = move |module: usize| (module as f32 + QUIET) * side / (width as f32 + 2.0 * QUIET);
    let mut bars = Vec::new();
    for (row, modules) in modules.chunks(width).enumerate() {
        let mut from = 0;
        for run in modules.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                bars.push([at(from), at(row), at(from + run.len()) - at(from), at(row + 1) - at(row)]);
            }
            from += run.len();
        }
    }
    bars.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bars_are_the_dark_modules_and_nothing_else() {
        let code = QrCode::new("https://canbao.example.org/verify/7KQM-2XWD-90FG-3TBC").unwrap();
        let width = code.width();
        let side = u16::try_from(width + 2).map(f32::from).unwrap();
        let mut dark = vec![Color::Light; width * width];
        for [x, y, across, down] in bars(&code, side) {
            assert!((down - 1.0).abs() < 1e-3 && across > 0.9);
            for module in 0..width {
                let middle = u16::try_from(module).map(f32::from).unwrap() + 0.5 + QUIET;
                if (x..x + across).contains(&middle) {
                    let row = (0..width)
                        .find(|row| (f32::from(u16::try_from(*row).unwrap()) + QUIET - y).abs() < 1e-3);
                    dark[row.unwrap() * width + module] = Color::Dark;
                }
            }
        }
        assert!(dark == code.to_colors());
    }
}
