/** What 变更申请 asks of the API. */
import { api, ask, type Schema } from '@/api/client'

export type Change = Schema['Change']

export const listChanges = (query: { state?: string; page?: number; pageSize?: number }) => ask(api.GET('/api/changes', { params: { query } }))
export const askChange = (body: Schema['AskChange'], key: string) =>
  ask(api.POST('/api/changes', { params: { header: { 'Idempotency-Key': key } }, body }))
export const approveChange = (id: string, key: string) =>
  ask(api.POST('/api/changes/{id}/approve', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: {} }))
export const rejectChange = (id: string, reason: string, key: string) =>
  ask(api.POST('/api/changes/{id}/reject', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { reason } }))
