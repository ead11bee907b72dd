//! How typed text is made plain before it is read.

use std::borrow::Cow;

/// Whether the character shows nothing: white space of any script, and the invisible ones that pasting brings.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The half-width form of a full-width character; any other as it is.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The text in half width without any blank. Most of what is typed is that already.
pub(crate) fn compact(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| half_width(c) == c && !is_blank(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(half_width).filter(|c| !is_blank(*c)).collect())
}
