/** The states as people read them (B2). */
import type { Schema } from '@/api/client'
import type { Tone } from '@/ui/StatusTag.vue'

export type Application = Schema['Application']
export type Stage = Application['stage']
export type Command = Application['allowedCommands'][number]
type Word = [text: string, tone: Tone]

export const REVIEW: Record<Application['reviewStatus'], Word> = {
  not_submitted: ['未提交', 'idle'],
  pending: ['待审核', 'wait'],
  approved: ['审核通过', 'ok'],
  rejected: ['已驳回', 'bad'],
  payment_review: ['缴费审核中', 'wait'],
  void: ['已作废', 'idle'],
}

export const PAYMENT: Record<Application['paymentStatus'], Word> = {
  none: ['-', 'idle'],
  unpaid: ['待缴费', 'todo'],
  submitted: ['待确认', 'wait'],
  rejected: ['已驳回', 'bad'],
  paid: ['已缴费', 'ok'],
  void: ['已作废', 'idle'],
}

export const ORDER: Record<Schema['Payment']['state'], Word> = {
  unpaid: ['待缴费', 'todo'],
  submitted: ['待确认', 'wait'],
  rejected: ['已驳回', 'bad'],
  paid: ['已缴费', 'ok'],
  void: ['已作废', 'idle'],
}

export const STAGE: Record<Stage, string> = {
  draft: '草稿',
  age_review: '超龄审核中',
  age_rejected: '超龄审核驳回',
  await_payment: '待缴费',
  payment_review: '缴费审核中',
  payment_rejected: '缴费审核驳回',
  concluded: '已办结',
  void: '已作废',
}

export const DUTY: Record<Schema['Actor']['duty'], string> = { unit: '参保单位', review: '经办人员', finance: '财务', manage: '管理员', system: '系统' }

/** Who has the next step. */
export function isWithUnit(stage: Stage): boolean {
  return ['draft', 'age_rejected', 'await_payment', 'payment_rejected'].includes(stage)
}

/** What happens next, said to the unit. */
export const NEXT: Record<Stage, string> = {
  draft: '请填写参保名单后提交审核。',
  age_review: '请等待经办人员审核超龄人员材料，审核通过会生成缴费通知单。',
  age_rejected: '请查看驳回原因，撤回后修改名单或材料，再重新提交。',
  await_payment: '请按缴费通知单转账，再上传缴费凭证并确认提交。',
  payment_review: '请打印缴费申请单，盖章后连同材料交到代办处；代办处核对到账和材料后办结。',
  payment_rejected: '请查看驳回原因，重新上传凭证后提交，或撤回修改名单。',
  concluded: '参保单申请已办结。漏掉的职工请新建参保单补报。',
  void: '这张参保单已作废。',
}
