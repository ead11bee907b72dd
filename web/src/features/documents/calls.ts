/** Documents and workbooks that the document worker makes. */
import { api, ask, type Schema } from '@/api/client'
import { Problem } from '@/api/problem'

export type Kind = 'payment_notice' | 'payment_application' | 'over_age_register' | 'stamped_pack' | 'enrollment_certificate'
const POLL_MS = 700
const POLLS = 120

async function until<T>(read: () => Promise<T>, isReady: (found: T) => boolean, hasFailed: (found: T) => boolean): Promise<T> {
  for (let poll = 0; poll < POLLS; poll++) {
    const found = await read()
    if (isReady(found)) return found
    if (hasFailed(found)) throw new Problem('document_failed', '文件没有生成，请稍后重试；仍不行请拨打咨询电话。')
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Problem('document_slow', '文件还在生成，请稍后再打开。')
}

/** The address of a document, once it is there. The register follows the roster, and what failed may be asked for again. */
export async function documentUrl(number: string, kind: Kind, key: string): Promise<string> {
  const path = { number, kind }
  const read = () => ask(api.GET('/api/applications/{number}/documents/{kind}', { params: { path } }))
  if (kind === 'over_age_register' || (await read()).state === 'failed') await ask(api.POST('/api/applications/{number}/documents/{kind}', { params: { path, header: { 'Idempotency-Key': key } } }))
  const found = await until(read, (one) => one.state === 'ready' && !!one.url, (one) => one.state === 'failed')
  return found.url ?? ''
}

export type Workbook = 'roster' | 'previous_roster' | 'over_age_register'

/** Has a workbook made and gives its address. */
export async function exportUrl(number: string, kind: Workbook, key: string): Promise<string> {
  const path = { number }
  const begun = await ask(api.POST('/api/applications/{number}/exports', { params: { path, header: { 'Idempotency-Key': key } }, body: { kind } }))
  const read = (): Promise<Schema['Export']> => ask(api.GET('/api/applications/{number}/exports/{id}', { params: { path: { number, id: begun.id } } }))
  const found = await until(read, (one) => one.state === 'ready' && !!one.url, (one) => one.state === 'failed')
  return found.url ?? ''
}

/** Downloads from an address that answers with an attachment; the page stays. */
export function download(url: string, name = ''): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}

/** The empty 参保职工汇总表. */
export async function downloadTemplate(): Promise<void> {
  const bytes = await ask(api.GET('/api/roster-template', { parseAs: 'blob' }))
  const url = URL.createObjectURL(bytes as unknown as Blob)
  download(url, '参保职工汇总表.xlsx')
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
