//! Money: an integer of 分, counted with checks, never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in 分 (1 元 = 100 分). May be negative: a difference is an amount too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(i64);

impl Fen {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// That many 分.
    pub const fn new(fen: i64) -> Self {
        Self(fen)
    }

    /// The number of 分.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum; `None` when it exceeds what can be counted.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The difference; `None` when it exceeds what can be counted.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// That many times the amount, e.g. people × tier; `None` when it exceeds what can be counted.
    pub fn checked_mul(self, times: u32) -> Option<Self> {
        self.0.checked_mul(i64::from(times)).map(Self)
    }

    /// The sum of all; `None` when it exceeds what can be counted.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// 大写金额 as 会计基础工作规范 asks for it (E5): no gap after 人民币, 整 after 元 or 角 but not after 分, one 零
    /// for inner zeros of the yuan and for a missing 角.
    pub fn capitals(self) -> String {
        let amount = self.0.unsigned_abs();
        let (yuan, cents) = (amount / 100, amount % 100);
        let (jiao, fen) = (cents / 10, cents % 10);
        let mut text = String::from("人民币");
        if self.0 < 0 {
            text.push('负');
        }
        if yuan > 0 || cents == 0 {
            push_number(&mut text, yuan);
            text.push('元');
        }
        match (jiao, fen) {
            (0, 0) => text.push('整'),
            (0, _) if yuan > 0 => text.push('零'),
            _ => {}
        }
        if jiao > 0 {
            text.push(capital(jiao));
            text.push('角');
            if fen == 0 {
                text.push('整');
            }
        }
        if fen > 0 {
            text.push(capital(fen));
            text.push('分');
        }
        text
    }
}

/// 元 with two decimals and no grouping, e.g. `60.00`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", amount / 100, amount % 100)
    }
}

fn capital(digit: u64) -> char {
    const CAPITALS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
    usize::try_from(digit).ok().and_then(|index| CAPITALS.get(index)).copied().unwrap_or('零')
}

fn push_number(text: &mut String, number: u64) {
    const UNITS: [(u64, char); 5] =
        [(100_000_000, '亿'), (10_000, '万'), (1_000, '仟'), (100, '佰'), (10, '拾')];
    for (unit, name) in UNITS {
        if number >= unit {
            push_number(text, number / unit);
            text.push(name);
            let rest = number % unit;
            if rest > 0 && rest < unit / 10 {
                text.push('零');
            }
            if rest > 0 {
                push_number(text, rest);
            }
            return;
        }
    }
    text.push(capital(number));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_follow_the_accounting_rules() {
        let vectors = [
            (6_000, "人民币陆拾元整"),
            (9_000, "人民币玖拾元整"),
            (1_009_000, "人民币壹万零玖拾元整"),
            (90_000_000, "人民币玖拾万元整"),
            (100_010_000, "人民币壹佰万零壹佰元整"),
            (140_950, "人民币壹仟肆佰零玖元伍角整"),
            (600_714, "人民币陆仟零柒元壹角肆分"),
            (32_504, "人民币叁佰贰拾伍元零肆分"),
            (5, "人民币伍分"),
            (168_032, "人民币壹仟陆佰捌拾元叁角贰分"),
            (0, "人民币零元整"),
            (50, "人民币伍角整"),
            (1_000, "人民币壹拾元整"),
            (110_100_000, "人民币壹佰壹拾万壹仟元整"),
            (100_000_005_000, "人民币壹拾亿零伍拾元整"),
            (200_001_000_000, "人民币贰拾亿零壹万元整"),
            (-6_000, "人民币负陆拾元整"),
        ];
        for (fen, expected) in vectors {
            assert_eq!(Fen::new(fen).capitals(), expected, "{fen}");
        }
        assert!(Fen::new(i64::MIN).capitals().starts_with("人民币负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿"));
    }

    #[test]
    fn an_amount_reads_in_yuan() {
        for (fen, expected) in
            [(6_000, "60.00"), (5, "0.05"), (0, "0.00"), (-5, "-0.05"), (123_456, "1234.56")]
        {
            assert_eq!(Fen::new(fen).to_string(), expected);
        }
    }

    #[test]
    fn arithmetic_refuses_to_overflow() {
        let most = Fen::new(i64::MAX);
        assert_eq!(most.checked_add(Fen::new(1)), None);
        assert_eq!(Fen::new(i64::MIN).checked_sub(Fen::new(1)), None);
        assert_eq!(most.checked_mul(2), None);
        assert_eq!(Fen::sum([most, Fen::new(1)]), None);
        assert_eq!(Fen::new(6_000).checked_mul(10_000), Some(Fen::new(60_000_000)));
        assert_eq!(Fen::sum([Fen::new(6_000), Fen::new(-1_000)]), Some(Fen::new(5_000)));
        assert_eq!(Fen::sum([]), Some(Fen::ZERO));
    }
}
