/** Puts a file where the server says, with real progress, and goes on after a lost connection. */
import { contentTypeOf } from '@/lib/files'
import { api, ask, type Schema } from './client'
import { offline, Problem } from './problem'

export interface UploadFor {
  purpose: 'roster' | 'age_proof' | 'voucher' | 'invoice' | 'statement'
  applicationNumber?: string
  paymentNumber?: string
}

export interface UploadHooks {
  /** Share of the bytes that are sent, 0 to 1. */
  progress?: (share: number) => void
  /** The connection is lost; it is tried again. */
  waiting?: (isWaiting: boolean) => void
  signal?: AbortSignal
}

const ATTEMPTS = 5
const POLL_MS = 400
const POLLS = 150

export function aborted(): Problem {
  return new Problem('aborted', '已取消上传。')
}

function put(ticket: Schema['UploadTicket'], file: File, hooks: UploadHooks): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(ticket.method, ticket.url)
    for (const [name, value] of Object.entries(ticket.headers as Record<string, string>)) {
      // The browser sets these itself and refuses to be told.
      if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value)
    }
    request.upload.onprogress = (event) => hooks.progress?.(event.loaded / file.size)
    request.onload = () => resolve(request.status)
    request.onerror = () => reject(offline())
    request.ontimeout = () => reject(offline())
    request.onabort = () => reject(aborted())
    hooks.signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

/** Waits for the connection to come back, or for a while. */
function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, 1000 * 2 ** attempt)
    addEventListener('online', done, { once: true })
    signal?.addEventListener('abort', () => reject(aborted()), { once: true })
  })
}

async function ticketFor(file: File, purpose: UploadFor): Promise<Schema['UploadTicket']> {
  const body = { ...purpose, fileName: file.name, contentType: contentTypeOf(file.name), sizeBytes: file.size }
  return ask(api.POST('/api/uploads', { body }))
}

async function sent(file: File, purpose: UploadFor, hooks: UploadHooks): Promise<string> {
  let ticket: Schema['UploadTicket'] | undefined
  for (let attempt = 0; ; attempt++) {
    try {
      ticket ??= await ticketFor(file, purpose)
      const status = await put(ticket, file, hooks)
      if (status < 300) return ticket.uploadId
      // A ticket that has run out is refused: the next attempt gets a new one.
      ticket = undefined
      if (attempt >= 1) throw new Problem('upload_refused', '文件没有传上去，请重新选择文件再试。', status)
    } catch (error) {
      if (!(error instanceof Problem) || !error.isOffline || attempt >= ATTEMPTS) throw error
      hooks.waiting?.(true)
      await pause(attempt, hooks.signal)
      hooks.waiting?.(false)
      hooks.progress?.(0)
    }
  }
}

/** Until the server has looked at the bytes; its refusal is thrown in its words. */
async function received(uploadId: string, signal?: AbortSignal): Promise<void> {
  for (let poll = 0; poll < POLLS; poll++) {
    if (signal?.aborted) throw aborted()
    const upload = await ask(api.GET('/api/uploads/{uploadId}', { params: { path: { uploadId } } }))
    if (upload.state === 'received') return
    if (upload.state === 'rejected') throw new Problem('upload_rejected', upload.reason ?? '文件被拒收。', 422)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Problem('upload_slow', '文件已上传，但系统还没有检查完，请稍后刷新查看。')
}

/** Sends a file and gives its upload; with `check`, only after the server has accepted its bytes. */
export async function upload(file: File, purpose: UploadFor, hooks: UploadHooks = {}, check = true): Promise<string> {
  const id = await sent(file, purpose, hooks)
  hooks.progress?.(1)
  if (check) await received(id, hooks.signal)
  return id
}
