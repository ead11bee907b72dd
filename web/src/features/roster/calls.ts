/** What the roster asks of the API. */
import { api, ask, type Schema } from '@/api/client'

export type Member = Schema['Member']
export type MemberEntry = Schema['MemberEntry']
export type Import = Schema['Import']
export type Issue = Schema['RowIssue']

const at = (number: string) => ({ number })
const keyed = (key: string) => ({ 'Idempotency-Key': key })

export interface MemberQuery {
  tab?: 'all' | 'overAge'
  query?: string
  page?: number
  pageSize?: number
}

export const listMembers = (number: string, query: MemberQuery) =>
  ask(api.GET('/api/applications/{number}/members', { params: { path: at(number), query } }))
export const addMember = (number: string, body: MemberEntry, key: string) =>
  ask(api.POST('/api/applications/{number}/members', { params: { path: at(number), header: keyed(key) }, body }))
export const changeMember = (number: string, memberId: string, body: MemberEntry) =>
  ask(api.PATCH('/api/applications/{number}/members/{memberId}', { params: { path: { number, memberId } }, body }))
export const deleteMembers = (number: string, memberIds: string[], key: string) =>
  ask(api.POST('/api/applications/{number}/members/delete', { params: { path: at(number), header: keyed(key) }, body: { memberIds } }))
export const undoDelete = (number: string, key: string) =>
  ask(api.POST('/api/applications/{number}/members/undo-delete', { params: { path: at(number), header: keyed(key) }, body: {} }))
export const revealMember = (number: string, memberId: string, reason: string, key: string) =>
  ask(api.POST('/api/applications/{number}/members/{memberId}/reveal', { params: { path: { number, memberId }, header: keyed(key) }, body: { reason } }))

export const listImports = (number: string) =>
  ask(api.GET('/api/applications/{number}/imports', { params: { path: at(number), query: { pageSize: 5 } } }))
export const getImport = (number: string, id: string, page = 1, severity?: string) =>
  ask(api.GET('/api/applications/{number}/imports/{id}', { params: { path: { number, id }, query: { page, pageSize: 100, severity } } }))
export const applyImport = (number: string, id: string, mode: 'append' | 'replace', key: string) =>
  ask(api.POST('/api/applications/{number}/imports/{id}/apply', { params: { path: { number, id }, header: keyed(key) }, body: { mode } }))
export const discardImport = (number: string, id: string) =>
  ask(api.DELETE('/api/applications/{number}/imports/{id}', { params: { path: { number, id } } }))

export const getCarryOver = (number: string) => ask(api.GET('/api/applications/{number}/carry-over', { params: { path: at(number) } }))
export const startCarryOver = (number: string, key: string) =>
  ask(api.POST('/api/applications/{number}/carry-over', { params: { path: at(number), header: keyed(key) }, body: {} }))

export const listProofs = (number: string) => ask(api.GET('/api/applications/{number}/proofs', { params: { path: at(number) } }))
export const addProof = (number: string, uploadId: string, key: string) =>
  ask(api.POST('/api/applications/{number}/proofs', { params: { path: at(number), header: keyed(key) }, body: { uploadId } }))
export const removeProof = (number: string, id: string) =>
  ask(api.DELETE('/api/applications/{number}/proofs/{id}', { params: { path: { number, id } } }))
