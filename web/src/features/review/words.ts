import type { Schema } from '@/api/client'

type Reason = Schema['RejectReview']['reasonCode']

/** The reasons of a refusal of over-age people. */
export const REVIEW_REASONS: [Reason, string][] = [
  ['proof_illegible', '证明材料不清晰'],
  ['proof_unsealed', '证明材料未盖章'],
  ['proof_incomplete', '证明材料不齐全'],
  ['person_not_employed', '人员不符合在职条件'],
  ['unit_request', '应单位要求退回'],
  ['other', '其他'],
]

/** The reasons of a payment sent back. */
export const PAYMENT_REASONS: [Reason, string][] = [
  ['not_arrived', '款项未到账'],
  ['amount_mismatch', '缴费金额不符'],
  ['voucher_illegible', '缴费凭证不清晰'],
  ['payer_mismatch', '付款单位不符'],
  ['materials_incomplete', '纸质材料不齐全'],
  ['unit_request', '应单位要求退回'],
  ['other', '其他'],
]

export const TARGETS: [Schema['RejectPayment']['target'], string][] = [
  ['voucher', '缴费凭证：单位重新上传凭证'],
  ['materials', '纸质材料：单位补交材料'],
  ['roster', '名单：单位撤回后修改名单'],
]
