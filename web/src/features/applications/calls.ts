/** What this feature asks of the API. */
import { api, ask, type Schema } from '@/api/client'
import type { Application } from './words'

const at = (number: string) => ({ path: { number } })

/** A command names the version it was given for, and the intent it belongs to. */
export function command(version: number, key?: string) {
  return { 'If-Match': `"${version}"`, ...(key ? { 'Idempotency-Key': key } : {}) }
}

export interface ApplicationQuery {
  number?: string
  reviewStatus?: string
  planId?: string
  paymentStatus?: string
  createdFrom?: string
  createdTo?: string
  unitId?: string
  waiting?: boolean | string
  page?: number
  pageSize?: number
}

export const listApplications = (query: ApplicationQuery) => ask(api.GET('/api/applications', { params: { query: { ...query, waiting: query.waiting ? true : undefined } } }))
export const getApplication = (number: string) => ask(api.GET('/api/applications/{number}', { params: at(number) }))
export const getHistory = (number: string) => ask(api.GET('/api/applications/{number}/history', { params: at(number) }))

export const createApplication = (unitId: string | undefined, key: string) =>
  ask(api.POST('/api/applications', { params: { header: { 'Idempotency-Key': key } }, body: unitId ? { unitId } : {} }))

export const choosePlan = (number: string, body: Schema['ChoosePlan']) =>
  ask(api.PUT('/api/applications/{number}/plan', { params: at(number), body }))
export const removePlan = (number: string) => ask(api.DELETE('/api/applications/{number}/plan', { params: at(number) }))
export const setInsuredHeadcount = (number: string, insuredHeadcount: number) =>
  ask(api.PUT('/api/applications/{number}/insured-headcount', { params: at(number), body: { insuredHeadcount } }))

export const submit = (application: Application, key: string) =>
  ask(api.POST('/api/applications/{number}/submit', { params: { ...at(application.number), header: command(application.version, key) } }))
export const withdraw = (application: Application, key: string) =>
  ask(api.POST('/api/applications/{number}/withdraw', { params: { ...at(application.number), header: command(application.version, key) } }))
export const voidApplication = (application: Application) =>
  ask(api.DELETE('/api/applications/{number}', { params: { ...at(application.number), header: command(application.version) } }))

export const listPlans = () => ask(api.GET('/api/plans', { params: { query: { pageSize: 100 } } })).then((page) => page.items)
