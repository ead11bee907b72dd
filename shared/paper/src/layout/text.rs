//! Text into lines.

use crate::face::Face;

/// One line of text that fits its column.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The text, without the spaces it ended on.
    pub text: String,
    /// Its width in points.
    pub width: f32,
}

/// Closing marks: they may not begin a line.
const NOT_FIRST: &str = "，。、；：？！）》〉」』】〕〗”’…—·％℃,.;:?!)]}%/-~～";
/// Opening marks: they may not end a line.
const NOT_LAST: &str = "（《〈「『【〔〖“‘([{￥¥";

/// Sums of widths differ from the width of the sum by rounding.
const TOLERANCE: f32 = 0.01;

/// The text in lines no wider than `width` at `size` points. Breaks at line feeds and where Chinese typesetting allows
/// it; a word or number is kept whole unless it alone is wider than the column. There is always at least one line.
pub fn wrap(face: &Face, text: &str, size: f32, width: f32) -> Vec<Line> {
    text.split('\n').flat_map(|paragraph| wrap_paragraph(face, paragraph, size, width)).collect()
}

fn wrap_paragraph(face: &Face, paragraph: &str, size: f32, width: f32) -> Vec<Line> {
    let mut lines = Lines { face, size, width, done: Vec::new(), current: String::new(), reached: 0.0 };
    for piece in pieces(paragraph) {
        if !lines.take(piece) && (lines.is_fresh() || !lines.end().take(piece)) {
            lines.take_by_character(piece);
        }
    }
    lines.end();
    lines.done
}

struct Lines<'f> {
    face: &'f Face,
    size: f32,
    width: f32,
    done: Vec<Line>,
    current: String,
    reached: f32,
}

impl Lines<'_> {
    /// Appends the piece if it fits; spaces at the end of a line need no room.
    fn take(&mut self, piece: &str) -> bool {
        let ink = self.face.measure(piece.trim_end(), self.size);
        let fits = self.reached + ink <= self.width + TOLERANCE;
        if fits {
            self.current.push_str(piece);
            self.reached += self.face.measure(piece, self.size);
        }
        fits
    }

    fn take_by_character(&mut self, piece: &str) {
        for character in piece.chars() {
            let advance = self.face.advance(character, self.size);
            if !self.current.is_empty() && self.reached + advance > self.width + TOLERANCE {
                self.end();
            }
            self.current.push(character);
            self.reached += advance;
        }
    }

    fn is_fresh(&self) -> bool {
        self.current.is_empty()
    }

    fn end(&mut self) -> &mut Self {
        let text = self.current.trim_end().to_owned();
        let width = self.face.measure(&text, self.size);
        self.done.push(Line { text, width });
        self.current.clear();
        self.reached = 0.0;
        self
    }
}

/// The paragraph in the pieces between which a line may end.
fn pieces(paragraph: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = paragraph;
    while !rest.is_empty() {
        let (piece, tail) = rest.split_at(piece_length(rest));
        pieces.push(piece);
        rest = tail;
    }
    pieces
}

fn piece_length(text: &str) -> usize {
    let following = text.char_indices().skip(1);
    text.chars()
        .zip(following)
        .find(|(before, (_, after))| may_break(*before, *after))
        .map_or(text.len(), |(_, (at, _))| at)
}

fn may_break(before: char, after: char) -> bool {
    if is_space(after) {
        return false;
    }
    if is_space(before) {
        return true;
    }
    let bound = NOT_FIRST.contains(after) || NOT_LAST.contains(before) || (in_word(before) && in_word(after));
    !bound
}

fn is_space(character: char) -> bool {
    character == ' ' || character == '\u{3000}'
}

/// Letters, digits and marks of alphabetic scripts, which are not broken anywhere but between words.
fn in_word(character: char) -> bool {
    character < '\u{2E80}'
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "湖南省益阳市高新技术产业开发区职工互助保障服务中心（朝阳街道办事处、鱼形山街道办事处）联合基层工会委员会 \
                        Yiyang National High-tech Industrial Development Zone 43090219660401001543090219660401001500";

    fn texts(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn no_line_is_wider_than_its_column_and_nothing_is_lost() {
        let face = Face::read().unwrap();
        let solid = |text: &str| text.replace([' ', '\n'], "");
        for width in [10.5_f32, 21.0, 40.0, 77.7, 150.0, 400.0] {
            let lines = wrap(&face, LONG, 10.5, width);
            for line in &lines {
                assert!(line.width <= width + TOLERANCE, "{width}: {line:?}");
                assert!((face.measure(&line.text, 10.5) - line.width).abs() < 1e-3);
            }
            assert_eq!(solid(&texts(&lines).concat()), solid(LONG), "{width}");
        }
    }

    #[test]
    fn lines_break_where_chinese_typesetting_allows_it() {
        let face = Face::read().unwrap();
        let cases: &[(&str, f32, &[&str])] = &[
            ("", 100.0, &[""]),
            ("一二三四五", 30.0, &["一二三", "四五"]),
            ("一二三，四五", 30.0, &["一二", "三，四", "五"]),
            ("一二（三四）五", 30.0, &["一二", "（三", "四）五"]),
            ("第一行\n第二行", 100.0, &["第一行", "第二行"]),
            ("\n第二行", 100.0, &["", "第二行"]),
            ("参保2026年度", 40.0, &["参保", "2026年", "度"]),
            ("Yiyang City", 40.0, &["Yiyang", "City"]),
            ("1234 5678", 25.0, &["1234", "5678"]),
            ("账号1234567890", 30.0, &["账号", "12345", "67890"]),
            ("。。。。。", 30.0, &["。。。", "。。"]),
        ];
        for (text, width, expected) in cases {
            assert_eq!(&texts(&wrap(&face, text, 10.0, *width)), expected, "{text} in {width}");
        }
    }
}
