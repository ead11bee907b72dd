/** What payment orders and their papers ask of the API. */
import { api, ask, type Schema } from '@/api/client'
import { command } from '@/features/applications/calls'

export type Payment = Schema['Payment']
export type Voucher = Schema['Voucher']
export type Invoice = Schema['Invoice']

const at = (paymentNumber: string) => ({ paymentNumber })
const keyed = (key: string) => ({ 'Idempotency-Key': key })

export interface PaymentQuery {
  number?: string
  state?: Payment['state']
  applicationNumber?: string
  planId?: string
  createdFrom?: string
  createdTo?: string
  unitId?: string
  remarkCode?: string
  page?: number
  pageSize?: number
}

export const listPayments = (query: Omit<PaymentQuery, 'state'> & { state?: string }) =>
  ask(api.GET('/api/payments', { params: { query: query as PaymentQuery } }))
export const getPayment = (number: string) => ask(api.GET('/api/payments/{paymentNumber}', { params: { path: at(number) } }))

export const addVoucher = (number: string, body: Schema['AddVoucher'], key: string) =>
  ask(api.POST('/api/payments/{paymentNumber}/vouchers', { params: { path: at(number), header: keyed(key) }, body }))
export const removeVoucher = (number: string, id: string) =>
  ask(api.DELETE('/api/payments/{paymentNumber}/vouchers/{id}', { params: { path: { paymentNumber: number, id } } }))
export const submitPayment = (payment: Payment, remark: string, key: string) =>
  ask(api.POST('/api/payments/{paymentNumber}/submit', { params: { path: at(payment.number), header: command(payment.version, key) }, body: remark ? { remark } : {} }))

export const confirmPayment = (payment: Payment, comment: string, key: string) =>
  ask(api.POST('/api/payments/{paymentNumber}/confirm', { params: { path: at(payment.number), header: command(payment.version, key) }, body: comment ? { comment } : {} }))
export const confirmVoucher = (payment: Payment, id: string, key: string) =>
  ask(api.POST('/api/payments/{paymentNumber}/vouchers/{id}/confirm', { params: { path: { paymentNumber: payment.number, id }, header: command(payment.version, key) } }))
export const rejectPayment = (payment: Payment, body: Schema['RejectPayment'], key: string) =>
  ask(api.POST('/api/payments/{paymentNumber}/reject', { params: { path: at(payment.number), header: command(payment.version, key) }, body }))

export const listInvoices = (number: string) => ask(api.GET('/api/applications/{number}/invoices', { params: { path: { number } } }))
export const issueInvoice = (number: string, body: Schema['IssueInvoice'], key: string) =>
  ask(api.POST('/api/applications/{number}/invoices', { params: { path: { number }, header: keyed(key) }, body }))
export const voidInvoice = (number: string, id: string, reason: string, key: string) =>
  ask(api.POST('/api/applications/{number}/invoices/{id}/void', { params: { path: { number, id }, header: keyed(key) }, body: { reason } }))
