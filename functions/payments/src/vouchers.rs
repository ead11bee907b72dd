//! 缴费凭证: the slips of the bank transfers (inventory VCH).

use axum::extract::State;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    application::{Application, Command, CommandName, FileRef, Voucher},
    calendar::{SHANGHAI, business_day},
    ids::{PaymentNumber, UploadId, VoucherId},
    money::Fen,
    organisation::BankAccount,
    upload::{Purpose, Upload, UploadState},
};
use http_api::{Answer, ApiError, IfMatch, Once, Path, SignedIn, views::PaymentView};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::Payments;

/// The highest amount of one transfer: ten thousand million yuan.
const MAX_AMOUNT: Fen = Fen::new(1_000_000_000_000);

/// The longest text of a slip, in characters, as of any comment.
const MAX_TEXT: usize = 500;

/// The longest name of a payer, in characters.
const MAX_NAME: usize = 100;

/// A transfer and its slip.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddVoucher {
    /// A received upload with purpose `voucher`.
    #[schema(value_type = String)]
    upload_id: UploadId,
    /// 缴费金额.
    #[schema(minimum = 1, example = 6000)]
    amount_fen: i64,
    /// 转账时间: an instant (RFC 3339) or a day (`YYYY-MM-DD`).
    #[schema(example = "2025-12-09")]
    transferred_at: String,
    /// 付款户名.
    #[schema(min_length = 1, max_length = 100)]
    payer_name: String,
    /// 付款账号: 8 to 32 digits; blanks and dashes do not count.
    #[schema(example = "43001234567890123")]
    payer_account: String,
    /// 银行回单内容.
    #[serde(default)]
    #[schema(max_length = 500)]
    receipt_text: Option<String>,
}

/// Attaches a voucher.
#[utoipa::path(post, path = "/api/payments/{paymentNumber}/vouchers", tag = "payments",
    params(("paymentNumber" = String, Path), IfMatch), request_body = AddVoucher,
    responses((status = 200, body = PaymentView)))]
pub async fn add_voucher(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(number): Path<PaymentNumber>,
    seen: IfMatch,
    once: Once<AddVoucher>,
) -> Result<Answer, ApiError> {
    let case = payments.begin(&caller, &number, CommandName::AddVoucher, seen).await?;
    let context = payments.commands.context();
    let upload = context.table.upload(&once.body.upload_id).await?;
    let file = usable_file(upload, &number, case.application())?;
    let voucher = once.body.voucher(context.entropy.id(case.now()), file, case.now())?;
    let view = |application: &_| PaymentView::in_force(application, &caller);
    case.carry_out(Command::AddVoucher(voucher), view, |answer| once.receipt(answer)).await
}

/// Detaches a voucher.
#[utoipa::path(delete, path = "/api/payments/{paymentNumber}/vouchers/{id}", tag = "payments",
    params(("paymentNumber" = String, Path), ("id" = String, Path), IfMatch),
    responses((status = 200, body = PaymentView)))]
pub async fn remove_voucher(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path((number, id)): Path<(PaymentNumber, VoucherId)>,
    seen: IfMatch,
) -> Result<Answer, ApiError> {
    let case = payments.begin(&caller, &number, CommandName::RemoveVoucher, seen).await?;
    let view = |application: &_| PaymentView::in_force(application, &caller);
    case.carry_out(Command::RemoveVoucher(id), view, |_| None).await
}

/// The file of an upload that was meant as a voucher for this order and has arrived.
fn usable_file(
    upload: Option<Upload>,
    number: &PaymentNumber,
    application: &Application,
) -> Result<FileRef, ApiError> {
    let upload = upload.filter(|upload| {
        upload.purpose == Purpose::Voucher
            && upload.unit == application.unit.id
            && upload.payment.as_ref().is_none_or(|payment| payment == number)
    });
    let refused = |message: String| Err(ApiError::invalid("uploadId", message));
    match upload.map(|upload| upload.state) {
        Some(UploadState::Received { file }) => Ok(file),
        Some(UploadState::Pending) => refused("凭证文件尚未上传完成，请稍后再试".into()),
        Some(UploadState::Rejected { reason }) => refused(reason),
        None => refused("没有找到该凭证文件，请重新上传".into()),
    }
}

impl AddVoucher {
    fn voucher(&self, id: VoucherId, file: FileRef, now: DateTime<Utc>) -> Result<Voucher, ApiError> {
        let amount = Fen::new(self.amount_fen);
        if amount > MAX_AMOUNT {
            return Err(ApiError::invalid("amountFen", "缴费金额过大，请核对"));
        }
        let payer_name = self.payer_name.trim();
        if !(1..=MAX_NAME).contains(&payer_name.chars().count()) {
            return Err(ApiError::invalid("payerName", format!("付款户名应为1至{MAX_NAME}字")));
        }
        let account = BankAccount::parse(&self.payer_account);
        let account = account.map_err(|error| ApiError::invalid("payerAccount", error.to_string()))?;
        let receipt_text = self.receipt_text.as_deref().unwrap_or_default().trim();
        if receipt_text.chars().count() > MAX_TEXT {
            return Err(ApiError::invalid("receiptText", format!("银行回单内容请控制在{MAX_TEXT}字以内")));
        }
        Ok(Voucher {
            id,
            file,
            amount,
            transferred_at: transferred_at(&self.transferred_at, now)?,
            payer_name: payer_name.to_owned(),
            payer_account: account.as_str().to_owned(),
            receipt_text: receipt_text.to_owned(),
            added_at: now,
            confirmation: None,
        })
    }
}

/// The instant of a transfer; of a day alone, its beginning in Shanghai (inventory X-8).
fn transferred_at(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, ApiError> {
    let text = text.trim();
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_local_timezone(SHANGHAI).single();
    let at = match DateTime::parse_from_rfc3339(text) {
        Ok(at) => Some(at),
        Err(_) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(midnight),
    };
    let refused = |message: &'static str| ApiError::invalid("transferredAt", message);
    let at = at.ok_or_else(|| refused("转账时间应为日期（如2026-01-05）或带时区的时间"))?.to_utc();
    if business_day(at) > business_day(now) {
        return Err(refused("转账时间不能晚于今天"));
    }
    if business_day(at) < EARLIEST {
        return Err(refused("转账时间过早，请核对"));
    }
    Ok(at)
}

/// Nobody pays with an older slip; a mistyped year is caught.
const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-01-05T15:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_transfer_is_told_by_its_day_or_its_instant() {
        let vectors = [
            ("2025-12-09", Some("2025-12-08T16:00:00Z")),
            (" 2026-01-05 ", Some("2026-01-04T16:00:00Z")),
            ("2025-12-09T10:00:00+08:00", Some("2025-12-09T02:00:00Z")),
            ("2026-01-05T15:30:00Z", Some("2026-01-05T15:30:00Z")),
            ("2026-01-06", None),
            ("1925-12-09", None),
            ("2025-02-30", None),
            ("2025-12-09 10:00", None),
            ("昨天", None),
            ("", None),
        ];
        for (text, expected) in vectors {
            let at = transferred_at(text, now()).ok();
            assert_eq!(at, expected.map(|at| at.parse().unwrap()), "{text}");
        }
    }

    fn request() -> AddVoucher {
        AddVoucher {
            upload_id: UploadId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap(),
            amount_fen: 6_000,
            transferred_at: "2025-12-09".into(),
            payer_name: "测试单位工会委员会".into(),
            payer_account: "4300 1234 5678 90123".into(),
            receipt_text: None,
        }
    }

    fn voucher(request: &AddVoucher) -> Result<Voucher, ApiError> {
        let file = FileRef {
            upload: request.upload_id.clone(),
            name: "回单.jpg".into(),
            media_type: "image/jpeg".into(),
            size: 9,
            sha256: "00".repeat(32),
        };
        request.voucher(VoucherId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap(), file, now())
    }

    #[test]
    fn a_voucher_keeps_the_digits_of_the_account() {
        assert_eq!(voucher(&request()).unwrap().payer_account, "43001234567890123");
    }

    #[test]
    fn what_cannot_be_taken_is_told_by_its_field() {
        let long = "长".repeat(501);
        let wrong = [
            AddVoucher { amount_fen: i64::MAX, ..request() },
            AddVoucher { payer_name: "  ".into(), ..request() },
            AddVoucher { payer_name: long.clone(), ..request() },
            AddVoucher { payer_account: "1234567".into(), ..request() },
            AddVoucher { payer_account: "张三".into(), ..request() },
            AddVoucher { receipt_text: Some(long), ..request() },
            AddVoucher { transferred_at: "2099-01-01".into(), ..request() },
        ];
        for request in wrong {
            let error = voucher(&request).map(|_| ()).unwrap_err();
            assert_eq!((error.status().as_u16(), error.code()), (422, "invalid"));
        }
    }
}
