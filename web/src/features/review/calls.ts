/** What the agency decides. */
import { api, ask, type Schema } from '@/api/client'
import { command } from '@/features/applications/calls'
import type { Application } from '@/features/applications/words'

export interface QueueQuery {
  queue?: 'age' | 'payment'
  number?: string
  unitId?: string
  page?: number
  pageSize?: number
}

const at = (number: string) => ({ number })

export const listReviews = (query: QueueQuery) => ask(api.GET('/api/reviews', { params: { query } }))
export const approve = (application: Application, comment: string, key: string) =>
  ask(api.POST('/api/applications/{number}/review/approve', { params: { path: at(application.number), header: command(application.version, key) }, body: comment ? { comment } : {} }))
export const reject = (application: Application, body: Schema['RejectReview'], key: string) =>
  ask(api.POST('/api/applications/{number}/review/reject', { params: { path: at(application.number), header: command(application.version, key) }, body }))
export const receiveMaterials = (application: Application, body: Schema['ReceiveMaterials'], key: string) =>
  ask(api.POST('/api/applications/{number}/materials', { params: { path: at(application.number), header: command(application.version, key) }, body }))
export const conclude = (application: Application, key: string) =>
  ask(api.POST('/api/applications/{number}/conclude', { params: { path: at(application.number), header: command(application.version, key) }, body: {} }))
export const grantReduction = (application: Application, body: Schema['GrantReduction'], key: string) =>
  ask(api.POST('/api/applications/{number}/reduction', { params: { path: at(application.number), header: command(application.version, key) }, body }))
