//! 缴费单处理 through the router, on a table in this process.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use axum::Router;
use domain::{
    application::{Command, Voucher},
    caller::Caller,
    ids::FormNumber,
    upload::{Purpose, Upload, UploadState},
};
use http_testkit::{Gateway, event_files, finance, reviewer, stranger};
use payments_function::{Payments, router};
use serde_json::{Value, json};
use testkit::{Story, caller_agency, caller_unit, file, members, pages, ulid, upload};

const EVENTS: [(&str, &str); 3] = [
    ("confirm.json", include_str!("../../../events/payments/confirm.json")),
    ("invoice.json", include_str!("../../../events/payments/invoice.json")),
    ("voucher.json", include_str!("../../../events/payments/voucher.json")),
];

#[test]
fn every_event_file_is_run_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/payments");
    assert_eq!(event_files(folder), EVENTS.map(|(name, _)| name));
}

struct Scene {
    gateway: Gateway,
    story: Story,
    payment: String,
}

impl Scene {
    /// Three people, submitted: 180 元 are due.
    async fn submitted() -> Self {
        let (mut story, mut changes) = Story::draft(1, &pages(&members(3)));
        changes.push(story.submit());
        let gateway = Gateway::new().await;
        gateway.tell(&changes).await;
        let payment = story.application.payment_number().unwrap().to_string();
        Self { gateway, story, payment }
    }

    /// A voucher over the whole sum was submitted.
    async fn paid() -> Self {
        let mut scene = Self::submitted().await;
        let changes = [scene.story.add_voucher(), scene.story.submit_payment()];
        scene.gateway.tell(&changes).await;
        scene
    }

    fn router(&self) -> Router {
        router(Payments { commands: self.gateway.commands(), files: self.gateway.bucket.files() })
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/payments/{}{rest}", self.payment)
    }

    /// The `n`-th upload, meant as a voucher.
    async fn upload(&self, n: u32, state: UploadState) -> Upload {
        let upload = Upload { purpose: Purpose::Voucher, application: None, state, ..upload(n) };
        self.gateway.database.table.put_upload(&upload, None).await.unwrap();
        upload
    }

    async fn get(&self) -> Value {
        self.gateway.get(self.router(), &self.path(""), Some(&caller_unit())).await.ok()
    }
}

fn voucher(upload: &Upload, fen: i64) -> Value {
    json!({
        "uploadId": upload.id, "amountFen": fen, "transferredAt": "2026-01-05",
        "payerName": "益阳市第一中学工会委员会", "payerAccount": "43001234567890123",
    })
}

#[tokio::test]
async fn a_voucher_is_added_and_its_account_shown_masked() {
    let scene = Scene::submitted().await;
    scene.upload(7, UploadState::Received { file: file(7) }).await;
    let (_, event) = EVENTS[2];
    let order = scene.gateway.send(scene.router(), event, &caller_unit()).await.ok();
    assert_eq!((&order["paidFen"], &order["dueFen"]), (&json!(18_000), &json!(18_000)));
    assert_eq!(order["dueCapitals"], "人民币壹佰捌拾元整");
    let slip = &order["vouchers"][0];
    assert_eq!((&slip["payerAccount"], &slip["personalCard"]), (&json!("****0123"), &json!(false)));
    assert_eq!(slip["transferredAt"], "2026-01-04T16:00:00Z");
    assert!(slip["fileUrl"].is_null());
    let again = scene.gateway.send(scene.router(), event, &caller_unit()).await;
    again.refused(422, "duplicate");

    let order = scene.get().await;
    let url = order["vouchers"][0]["fileUrl"].as_str().unwrap();
    assert!(url.contains("/uploads/voucher/01KE5A00000000000000000007"), "{url}");
    assert_eq!(order["papers"].as_array().unwrap().len(), testkit::plan().papers.len());
}

#[tokio::test]
async fn only_a_file_that_came_for_this_order_makes_a_voucher() {
    let scene = Scene::submitted().await;
    let pending = scene.upload(1, UploadState::Pending).await;
    let rejected = scene.upload(2, UploadState::Rejected { reason: "不是图片".into() }).await;
    let unknown = upload(3);
    let roster = Upload { state: UploadState::Received { file: file(4) }, ..upload(4) };
    let elsewhere = Upload {
        purpose: Purpose::Voucher,
        unit: "unit3".to_owned().try_into().unwrap(),
        ..Upload { id: upload(5).id, ..roster.clone() }
    };
    for upload in [&roster, &elsewhere] {
        scene.gateway.database.table.put_upload(upload, None).await.unwrap();
    }
    for (upload, words) in [
        (&pending, "尚未上传完成"),
        (&rejected, "不是图片"),
        (&unknown, "没有找到"),
        (&roster, "没有找到"),
        (&elsewhere, "没有找到"),
    ] {
        let body = voucher(upload, 18_000);
        let answer = scene.gateway.post(scene.router(), &scene.path("/vouchers"), &caller_unit(), body).await;
        assert_eq!(answer.body["error"]["fields"][0]["field"], "uploadId");
        let sentence = answer.refused(422, "invalid");
        assert!(sentence.contains(words), "{sentence}");
    }
    assert_eq!(scene.get().await["paidFen"], 0);
}

#[tokio::test]
async fn too_little_is_refused_and_too_much_wants_a_remark() {
    let scene = Scene::submitted().await;
    let (router, unit) = (scene.router(), caller_unit());
    let submit = scene.path("/submit");
    let add = async |n: u32, fen: i64| {
        let upload = scene.upload(n, UploadState::Received { file: file(n) }).await;
        let path = scene.path("/vouchers");
        scene.gateway.post(router.clone(), &path, &unit, voucher(&upload, fen)).await
    };
    let order = add(1, 17_999).await.ok();
    assert!(order["allowedCommands"].as_array().unwrap().contains(&json!("submitPayment")));
    scene.gateway.post(router.clone(), &submit, &unit, json!({})).await.refused(422, "underpaid");
    add(2, 0).await.refused(422, "invalid");
    add(3, 2).await.ok();
    scene.gateway.post(router.clone(), &submit, &unit, json!({})).await.refused(422, "remark_required");
    let remark = json!({"remark": "多转1分，请抵下次"});
    let order = scene.gateway.post(router.clone(), &submit, &unit, remark).await.ok();
    assert_eq!((&order["state"], &order["remark"]), (&json!("submitted"), &json!("多转1分，请抵下次")));
    let id = order["vouchers"][0]["id"].as_str().unwrap();
    let path = scene.path(&format!("/vouchers/{id}"));
    let remove = scene.gateway.ask(router.clone(), axum::http::Method::DELETE, &path, Some(&unit), None, &[]);
    remove.await.refused(409, "invalid_transition");
}

#[tokio::test]
async fn finance_alone_confirms_and_only_once() {
    let scene = Scene::paid().await;
    let (_, event) = EVENTS[0];
    scene.gateway.send(scene.router(), event, &stranger()).await.refused(404, "not_found");
    for caller in [caller_unit(), reviewer()] {
        scene.gateway.send(scene.router(), event, &caller).await.refused(403, "forbidden");
    }
    scene.gateway.send(scene.router(), event, &finance()).await.ok();
    scene.gateway.send(scene.router(), event, &finance()).await.refused(409, "invalid_transition");
}

#[tokio::test]
async fn a_rejected_voucher_is_replaced_by_the_unit() {
    let scene = Scene::paid().await;
    let reject = json!({"target": "voucher", "reasonCode": "voucher_illegible", "comment": "看不清金额"});
    let path = scene.path("/reject");
    let order = scene.gateway.post(scene.router(), &path, &caller_agency(), reject).await.ok();
    assert_eq!(order["state"], "rejected");
    let id = order["vouchers"][0]["id"].as_str().unwrap();
    let path = scene.path(&format!("/vouchers/{id}"));
    let unit = caller_unit();
    let remove = scene.gateway.ask(scene.router(), axum::http::Method::DELETE, &path, Some(&unit), None, &[]);
    assert_eq!(remove.await.ok()["vouchers"], json!([]));
}

#[tokio::test]
async fn a_voided_order_stays_readable_and_takes_nothing_any_more() {
    let mut scene = Scene::submitted().await;
    let changes = [scene.story.add_voucher(), scene.story.withdraw(), scene.story.submit()];
    scene.gateway.tell(&changes).await;
    let order = scene.get().await;
    assert_eq!((&order["state"], &order["allowedCommands"]), (&json!("void"), &json!([])));
    assert_eq!(order["paidFen"], 18_000);
    let submit = scene.path("/submit");
    let sentence = scene
        .gateway
        .post(scene.router(), &submit, &caller_unit(), json!({}))
        .await
        .refused(409, "invalid_transition");
    assert!(sentence.contains("已作废"), "{sentence}");
    let list = async |query: &str| {
        let path = format!("/api/payments{query}");
        scene.gateway.get(scene.router(), &path, Some(&caller_agency())).await.ok()
    };
    let all = list("").await;
    let states = [&all["items"][0]["state"], &all["items"][1]["state"]];
    assert_eq!(states, [&json!("unpaid"), &json!("void")], "newest first");
    assert_eq!(all["items"][0]["paidFen"], 18_000, "the money already transferred counts again");
    assert_eq!(list("?state=void").await["total"], 1);
    assert_eq!(list(&format!("?applicationNumber={}", scene.story.application.number)).await["total"], 2);
}

#[tokio::test]
async fn another_units_payments_do_not_exist() {
    let scene = Scene::submitted().await;
    let stranger = stranger();
    let router = scene.router();
    scene.gateway.get(router.clone(), &scene.path(""), Some(&stranger)).await.refused(404, "not_found");
    scene.gateway.get(router.clone(), "/api/payments/JF1", Some(&stranger)).await.refused(404, "not_found");
    let list = scene.gateway.get(router.clone(), "/api/payments", Some(&stranger)).await.ok();
    assert_eq!(list["total"], 0);
    scene.gateway.get(router, "/api/payments", None).await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn a_paper_is_handed_to_the_unit_once_the_money_is_there() {
    let scene = Scene::paid().await;
    let number = scene.story.application.number.clone();
    let upload = Upload {
        purpose: Purpose::Invoice,
        state: UploadState::Received { file: file(9) },
        application: Some(number.clone()),
        ..upload(9)
    };
    scene.gateway.database.table.put_upload(&upload, None).await.unwrap();
    let path = format!("/api/applications/{number}/invoices");
    let none = scene.gateway.get(scene.router(), &path, Some(&caller_unit())).await.ok();
    assert_eq!((&none["items"], &none["beforePayment"]), (&json!([]), &json!(false)));
    assert!(none["note"].as_str().unwrap().starts_with("尚未开票"));

    let (_, event) = EVENTS[1];
    scene.gateway.send(scene.router(), event, &finance()).await.refused(422, "invoice_too_early");
    scene.gateway.post(scene.router(), &scene.path("/confirm"), &finance(), json!({})).await.ok();
    scene.gateway.send(scene.router(), event, &caller_unit()).await.refused(403, "forbidden");
    scene.gateway.send(scene.router(), event, &stranger()).await.refused(404, "not_found");
    scene.gateway.send(scene.router(), event, &finance()).await.ok();
    scene.gateway.send(scene.router(), event, &finance()).await.refused(422, "duplicate");

    let seen = scene.gateway.get(scene.router(), &path, Some(&caller_unit())).await.ok();
    let paper = &seen["items"][0];
    assert_eq!((&paper["number"], &paper["amountFen"]), (&json!("0012345678"), &json!(18_000)));
    assert!(paper["fileUrl"].as_str().unwrap().contains("/uploads/invoice/"), "{paper}");
    assert_eq!(seen["note"], Value::Null);
    scene.gateway.get(scene.router(), &path, Some(&stranger())).await.refused(404, "not_found");

    let void = format!("{path}/{}/void", paper["id"].as_str().unwrap());
    let reason = json!({"reason": "抬头有误"});
    scene.gateway.post(scene.router(), &void, &caller_unit(), reason.clone()).await.refused(403, "forbidden");
    let after = scene.gateway.post(scene.router(), &void, &reviewer(), reason.clone()).await.ok();
    assert_eq!(after["items"][0]["voided"]["reason"], "抬头有误");
    scene.gateway.post(scene.router(), &void, &reviewer(), reason).await.refused(409, "invalid_transition");
}

#[tokio::test]
async fn only_a_file_that_came_as_a_paper_for_this_application_is_one() {
    let scene = Scene::paid().await;
    scene.gateway.post(scene.router(), &scene.path("/confirm"), &finance(), json!({})).await.ok();
    scene.upload(9, UploadState::Received { file: file(9) }).await;
    let (_, event) = EVENTS[1];
    scene.gateway.send(scene.router(), event, &finance()).await.refused(422, "invalid");
}

#[tokio::test]
async fn every_transfer_is_confirmed_by_itself_and_the_last_one_confirms_the_payment() {
    let mut scene = Scene::submitted().await;
    let mut changes = Vec::new();
    for _ in 0..2 {
        changes.push(scene.story.add_voucher());
    }
    let remark =
        Command::SubmitPayment { remark: Some("多缴".into()), form: FormNumber::allot(scene.story.now, 1) };
    changes.push(scene.story.give(&caller_unit(), remark));
    scene.gateway.tell(&changes).await;
    let order = scene.get().await;
    assert_eq!(order["differenceFen"], 18_000);
    let id = |n: usize| order["vouchers"][n]["id"].as_str().unwrap().to_owned();
    let confirm = |n: usize| scene.path(&format!("/vouchers/{}/confirm", id(n)));
    for caller in [caller_unit(), reviewer()] {
        scene.gateway.post(scene.router(), &confirm(0), &caller, json!({})).await.refused(403, "forbidden");
    }
    let first = scene.gateway.post(scene.router(), &confirm(0), &finance(), json!({})).await.ok();
    assert_eq!(first["vouchers"][0]["confirmation"]["by"], finance().name);
    assert_eq!(first["vouchers"][1]["confirmation"], Value::Null);
    let again = scene.gateway.post(scene.router(), &confirm(0), &finance(), json!({})).await;
    again.refused(409, "invalid_transition");
    scene.gateway.post(scene.router(), &confirm(1), &finance(), json!({})).await.ok();
    let table = &scene.gateway.database.table;
    let application = table.application(&scene.story.application.number).await.unwrap().unwrap();
    assert!(application.money_is_confirmed());
    let whole = scene.gateway.post(scene.router(), &scene.path("/confirm"), &finance(), json!({})).await;
    whole.refused(409, "invalid_transition");

    let remark = json!([{"voucherId": id(1), "remark": "看不清金额"}]);
    let reject = json!({"target": "voucher", "reasonCode": "voucher_illegible", "comment": "请重拍", "vouchers": remark});
    scene.gateway.post(scene.router(), &scene.path("/reject"), &finance(), reject).await.ok();
    let application = table.application(&scene.story.application.number).await.unwrap().unwrap();
    assert_eq!(application.rejection.unwrap().vouchers[0].remark, "看不清金额");
    let path = scene.path(&format!("/vouchers/{}", id(0)));
    let unit = caller_unit();
    let delete = axum::http::Method::DELETE;
    let removal = scene.gateway.ask(scene.router(), delete, &path, Some(&unit), None, &[]).await;
    removal.refused(422, "voucher_confirmed");
}

#[tokio::test]
async fn a_slip_or_a_transfer_that_was_used_before_stands_out() {
    let scene = Scene::paid().await;
    let (mut other, created) = Story::begin(2);
    other.lock = scene.story.lock.clone();
    let mut changes = vec![created, other.choose_plan(), other.set_headcount()];
    changes.extend([other.update_roster(&pages(&members(3))), other.submit()]);
    let before = scene.get().await;
    let codes = |order: &Value| -> Vec<String> {
        let warnings = order["vouchers"][0]["warnings"].as_array().unwrap();
        warnings.iter().map(|warning| warning["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&before), Vec::<String>::new());
    let slip = scene.story.application.stage.order().unwrap().vouchers[0].clone();
    let same = Voucher { id: ulid(99).try_into().unwrap(), ..slip };
    let retold = Voucher { id: ulid(98).try_into().unwrap(), file: file(98), ..same.clone() };
    changes.push(other.give(&caller_unit(), Command::AddVoucher(same)));
    scene.gateway.tell(&changes).await;
    assert_eq!(codes(&scene.get().await), ["same_file"]);
    let payment = other.application.payment_number().unwrap().to_string();
    let seen = scene.gateway.get(scene.router(), &scene.path(""), Some(&finance())).await.ok();
    let message = seen["vouchers"][0]["warnings"][0]["message"].as_str().unwrap();
    assert!(message.contains(&payment), "{message}");
    assert!(!scene.get().await.to_string().contains(&payment), "a unit does not read which order it is");

    let gone = other.give(&caller_unit(), Command::RemoveVoucher(ulid(99).try_into().unwrap()));
    scene.gateway.tell(&[gone]).await;
    assert_eq!(codes(&scene.get().await), Vec::<String>::new());
    let again = other.give(&caller_unit(), Command::AddVoucher(retold));
    scene.gateway.tell(&[again]).await;
    assert_eq!(codes(&scene.get().await), ["same_transfer"]);
}

#[tokio::test]
async fn an_account_is_changed_by_two_people_of_its_agency() {
    let scene = Scene::submitted().await;
    let path = format!("/api/plans/{}/account", testkit::plan().id);
    let new = json!({
        "holder": "益阳市总工会", "number": "1912 0320 0920 0000 001", "bank": "测试银行", "cnaps": "102191000790",
        "reason": "开户行合并",
    });
    let put = async |caller: &Caller, body: Value| {
        scene.gateway.ask(scene.router(), axum::http::Method::PUT, &path, Some(caller), Some(body), &[]).await
    };
    put(&caller_unit(), new.clone()).await.refused(404, "not_found");
    put(&stranger(), new.clone()).await.refused(404, "not_found");
    put(&reviewer(), new.clone()).await.refused(403, "forbidden");
    let mut wrong = new.clone();
    wrong["cnaps"] = json!("1");
    put(&finance(), wrong).await.refused(422, "invalid");
    let proposed = put(&finance(), new).await.ok();
    assert_eq!(proposed["account"]["number"], testkit::plan().account.number);
    assert_eq!(proposed["pending"]["mayConfirm"], false);
    let confirm = format!("{path}/confirm");
    let number = json!({"number": "1912032009200000001"});
    let own = scene.gateway.post(scene.router(), &confirm, &finance(), number.clone()).await;
    own.refused(403, "same_person");
    let seen = scene.gateway.get(scene.router(), &path, Some(&caller_agency())).await.ok();
    assert_eq!(seen["pending"]["mayConfirm"], true);
    let done = scene.gateway.post(scene.router(), &confirm, &caller_agency(), number.clone()).await.ok();
    assert_eq!((&done["account"]["number"], &done["pending"]), (&number["number"], &Value::Null));
    assert_eq!(done["changedOn"], "2026-01-05");
    let order = scene.get().await;
    assert_eq!(order["account"]["number"], testkit::plan().account.number, "a notice that is out stays true");
    scene
        .gateway
        .post(scene.router(), &format!("{path}/drop"), &finance(), json!({}))
        .await
        .refused(404, "not_found");
}
