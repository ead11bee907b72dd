//! 缴费单, 缴费凭证 and files as the API shows them.

use chrono::{DateTime, Utc};
use domain::{
    agency::ReceivingAccount,
    application::{
        Application, CommandName, FileRef, PaymentOrder, PaymentStatus, Proof, Voucher, VoucherWarning,
    },
    caller::Caller,
    money::Fen,
    organisation::BankAccount,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ConfirmationView, NamedView, PlanView, codes};

/// A payment order, as this caller sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Payment)]
pub struct PaymentView {
    /// 缴费单号.
    #[schema(example = "JF1854696125211172864")]
    pub number: String,
    /// The application it is for.
    #[schema(example = "CB20260101000001000042")]
    pub application_number: String,
    /// Who pays.
    pub unit: NamedView,
    /// For which plan.
    pub plan: Option<PlanView>,
    /// Where the money stands.
    #[schema(schema_with = codes::payment_state)]
    pub state: PaymentStatus,
    /// 应缴费用.
    #[schema(value_type = i64)]
    pub due_fen: Fen,
    /// 已缴费用: what the vouchers add up to.
    #[schema(value_type = i64)]
    pub paid_fen: Fen,
    /// 已缴 less 应缴: below 0 something is still to be paid, above it too much was.
    #[schema(value_type = i64)]
    pub difference_fen: Fen,
    /// 应缴费用 in capitals.
    #[schema(example = "人民币陆拾元整")]
    pub due_capitals: String,
    /// What the payer writes in 附言.
    pub remark_code: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Where the money goes.
    pub account: AccountView,
    /// Why more than the sum due was paid.
    pub remark: Option<String>,
    /// The vouchers, oldest first.
    pub vouchers: Vec<VoucherView>,
    /// The papers to hand in; only in the answer for a single payment order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub papers: Option<Vec<String>>,
    /// The version of the application; a command may name it in `If-Match`.
    pub version: u64,
    /// What this caller may do now.
    #[schema(schema_with = codes::application_commands)]
    pub allowed_commands: Vec<CommandName>,
}

/// The account a plan's money is paid into. Public by nature: it is printed on every notice.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReceivingAccount)]
pub struct AccountView {
    /// 户名.
    pub holder: String,
    /// 账号.
    pub number: String,
    /// 开户行.
    pub bank: String,
    /// 行号, twelve digits.
    pub cnaps: String,
}

/// One 缴费凭证.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Voucher)]
pub struct VoucherView {
    /// Its identity.
    pub id: String,
    /// The picture or scan.
    pub file: FileView,
    /// Where the file can be read for a short while; only in the answer for a single payment order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_url: Option<String>,
    /// 缴费金额.
    #[schema(value_type = i64)]
    pub amount_fen: Fen,
    /// 转账时间.
    pub transferred_at: DateTime<Utc>,
    /// 付款户名.
    pub payer_name: String,
    /// 付款账号, masked.
    #[schema(example = "****1234")]
    pub payer_account: String,
    /// Whether the account looks like a personal bank card, from which money may not come (inventory A11).
    pub personal_card: bool,
    /// 银行回单内容.
    pub receipt_text: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// Who saw this transfer arrive.
    pub confirmation: Option<ConfirmationView>,
    /// What deserves a look; whether the file or the transfer was used before is only looked up for a single payment
    /// order.
    pub warnings: Vec<VoucherWarningView>,
}

/// Something about a voucher that deserves a look.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = VoucherWarning)]
pub struct VoucherWarningView {
    /// `personal_card`, `other_payer`, `same_file` or `same_transfer`.
    pub code: &'static str,
    /// What it is, as users read it.
    pub message: String,
}

/// A file that was received.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = File)]
pub struct FileView {
    /// The upload that brought it.
    pub upload_id: String,
    /// The name the user's machine gave it.
    pub file_name: String,
    /// Its media type, told from its bytes.
    #[schema(example = "image/jpeg")]
    pub content_type: String,
    /// Its length.
    pub size_bytes: u64,
}

/// One 超龄证明材料.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Proof)]
pub struct ProofView {
    /// Its identity.
    pub id: String,
    /// The file.
    pub file: FileView,
    /// Where the file can be read for a short while.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_url: Option<String>,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

impl PaymentView {
    /// The order in force of an application; `None` while there is none.
    pub fn in_force(application: &Application, caller: &Caller) -> Option<Self> {
        let state = application.stage.name().payment_status();
        let allowed = application.allowed_commands(caller);
        application.stage.order().map(|order| Self::of(order, application, state, allowed))
    }

    /// An order that was voided, as it stood last; nothing can be done about it any more.
    pub fn voided(order: &PaymentOrder, application: &Application) -> Self {
        Self::of(order, application, PaymentStatus::Void, Vec::new())
    }

    fn of(
        order: &PaymentOrder,
        application: &Application,
        state: PaymentStatus,
        allowed_commands: Vec<CommandName>,
    ) -> Self {
        Self {
            number: order.number.to_string(),
            application_number: application.number.to_string(),
            unit: (&application.unit).into(),
            plan: application.plan.as_ref().map(PlanView::from),
            state,
            due_fen: order.due,
            paid_fen: order.paid(),
            difference_fen: order.paid().checked_sub(order.due).unwrap_or(Fen::ZERO),
            due_capitals: order.due.capitals(),
            remark_code: order.number.remark_code(),
            opened_at: order.opened_at,
            account: (&order.account).into(),
            remark: order.remark.clone(),
            vouchers: order.vouchers.iter().map(|voucher| VoucherView::of(voucher, application)).collect(),
            papers: None,
            version: application.version,
            allowed_commands,
        }
    }
}

/// The last four digits of an account number (E6), and whether it looks like a personal card.
fn masked_account(number: &str) -> (String, bool) {
    match BankAccount::parse(number) {
        Ok(account) => (account.masked(), account.looks_like_personal_card()),
        Err(_) => ("****".to_owned(), false),
    }
}

impl From<&ReceivingAccount> for AccountView {
    fn from(account: &ReceivingAccount) -> Self {
        Self {
            holder: account.holder.clone(),
            number: account.number.clone(),
            bank: account.bank.clone(),
            cnaps: account.cnaps.clone(),
        }
    }
}

impl VoucherView {
    fn of(voucher: &Voucher, application: &Application) -> Self {
        let (payer_account, personal_card) = masked_account(&voucher.payer_account);
        Self {
            id: voucher.id.to_string(),
            file: (&voucher.file).into(),
            file_url: None,
            amount_fen: voucher.amount,
            transferred_at: voucher.transferred_at,
            payer_name: voucher.payer_name.clone(),
            payer_account,
            personal_card,
            receipt_text: voucher.receipt_text.clone(),
            added_at: voucher.added_at,
            confirmation: voucher.confirmation.as_ref().map(ConfirmationView::from),
            warnings: warning_views(&voucher.warnings(&application.unit.name, &[]), false),
        }
    }

    /// Tells what deserves a look beside the vouchers of other applications.
    pub fn warn(&mut self, warnings: &[VoucherWarning], to_agency: bool) {
        self.warnings = warning_views(warnings, to_agency);
    }
}

fn warning_views(warnings: &[VoucherWarning], to_agency: bool) -> Vec<VoucherWarningView> {
    let view = |warning: &VoucherWarning| VoucherWarningView {
        code: warning.code(),
        message: warning.message(to_agency),
    };
    warnings.iter().map(view).collect()
}

impl From<&FileRef> for FileView {
    fn from(file: &FileRef) -> Self {
        Self {
            upload_id: file.upload.to_string(),
            file_name: file.name.clone(),
            content_type: file.media_type.clone(),
            size_bytes: file.size,
        }
    }
}

impl From<&Proof> for ProofView {
    fn from(proof: &Proof) -> Self {
        Self {
            id: proof.id.to_string(),
            file: (&proof.file).into(),
            file_url: None,
            added_at: proof.added_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_shows_its_last_four_digits_and_whether_it_is_a_personal_card() {
        let vectors = [
            ("0602004609022100790", "****0790", false),
            ("6222020000000000000", "****0000", true),
            ("1234", "****", false),
            ("", "****", false),
        ];
        for (number, masked, personal) in vectors {
            assert_eq!(masked_account(number), (masked.to_owned(), personal), "{number}");
        }
    }
}
