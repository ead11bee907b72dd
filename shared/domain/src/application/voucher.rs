//! What is odd about a voucher. Both sides are told; what follows from it, finance decides.

use super::Voucher;
use crate::{calendar::business_day, ids::PaymentNumber, organisation::BankAccount};

/// Something about a voucher that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoucherWarning {
    /// The account looks like a personal bank card, from which money may not come (inventory A11).
    PersonalCard,
    /// The payer is not the unit.
    OtherPayer,
    /// The same file was brought for another application of the agency.
    SameFile(PaymentNumber),
    /// A transfer of the same day, sum and account was brought for another application of the agency.
    SameTransfer(PaymentNumber),
}

impl VoucherWarning {
    /// The machine-readable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PersonalCard => "personal_card",
            Self::OtherPayer => "other_payer",
            Self::SameFile(_) => "same_file",
            Self::SameTransfer(_) => "same_transfer",
        }
    }

    /// The sentence. Only the agency reads which other order it is: that may be another unit's.
    pub fn message(&self, to_agency: bool) -> String {
        let order =
            |number: &PaymentNumber| if to_agency { format!("（{number}）") } else { String::new() };
        match self {
            Self::PersonalCard => "付款账号疑似个人银行卡，不允许个人打款，请核对".into(),
            Self::OtherPayer => "付款户名与参保单位名称不一致，请核对".into(),
            Self::SameFile(number) => {
                format!("同一凭证文件已用于其他缴费单{}，请核对是否传错", order(number))
            }
            Self::SameTransfer(number) => {
                format!("同一天同一账号同一金额的转账已用于其他缴费单{}，请核对是否重复使用", order(number))
            }
        }
    }
}

impl Voucher {
    /// Whether the other one tells of the same transfer.
    pub fn is_same_transfer(&self, other: &Self) -> bool {
        self.amount == other.amount
            && self.payer_account == other.payer_account
            && business_day(self.transferred_at) == business_day(other.transferred_at)
    }

    /// What deserves a look, for a unit of that name and beside the vouchers of other applications.
    pub fn warnings(&self, unit: &str, others: &[(PaymentNumber, Self)]) -> Vec<VoucherWarning> {
        let mut warnings = Vec::new();
        let account = BankAccount::parse(&self.payer_account);
        if account.is_ok_and(|account| account.looks_like_personal_card()) {
            warnings.push(VoucherWarning::PersonalCard);
        }
        if !same_body(&self.payer_name, unit) {
            warnings.push(VoucherWarning::OtherPayer);
        }
        for (number, other) in others {
            if other.file.sha256 == self.file.sha256 {
                warnings.push(VoucherWarning::SameFile(number.clone()));
            } else if self.is_same_transfer(other) {
                warnings.push(VoucherWarning::SameTransfer(number.clone()));
            }
        }
        warnings
    }
}

/// Whether a payer's name is that of the unit or of its union, as 益阳市第一中学 and 益阳市第一中学工会委员会.
fn same_body(payer: &str, unit: &str) -> bool {
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (payer, unit) = (plain(payer), plain(unit));
    !payer.is_empty() && (payer.contains(&unit) || unit.contains(&payer))
}

#[cfg(test)]
mod tests {
    use super::same_body;

    #[test]
    fn a_unit_pays_by_its_own_name_or_that_of_its_union() {
        let unit = "益阳市第一中学";
        let vectors = [
            ("益阳市第一中学", true),
            ("益阳市第一中学工会委员会", true),
            (" 益阳市第一中学（基本户） ", true),
            ("第一中学", true),
            ("益阳市第二中学", false),
            ("王芳", false),
            ("", false),
        ];
        for (payer, same) in vectors {
            assert_eq!(same_body(payer, unit), same, "{payer}");
        }
        assert!(same_body("某某(集团)公司", "某某（集团）公司"));
    }
}
