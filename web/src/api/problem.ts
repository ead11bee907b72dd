/** What went wrong, in words for the person at the screen. */
import type { components } from './schema'

export type RefusedField = components['schemas']['RefusedField']

const WITHOUT_WORDS: Record<number, string> = {
  413: '文件或内容过大，请减小后重试。',
  429: '操作太频繁，请稍后再试。',
  502: '系统正忙，请稍后再试。',
  503: '系统正忙，请稍后再试。',
  504: '系统没有及时答复，请稍后再试。',
}

/** A refusal of the server, in the server's own words, or the lack of an answer. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
    readonly fields: RefusedField[] = [],
    readonly requestId = '',
  ) {
    super(message)
    this.name = 'Problem'
  }

  /** No answer came: it is not known whether the server has acted. */
  get isOffline(): boolean {
    return this.code === 'offline'
  }

  /** Worth sending again as it is. */
  get isTransient(): boolean {
    return this.isOffline || this.status === 429 || this.status >= 500
  }
}

export function offline(): Problem {
  return new Problem('offline', '网络连接不上，填写的内容没有丢失。请检查网络后重试。')
}

/** The user gave up signing in again. */
export function signedOut(): Problem {
  return new Problem('signed_out', '您已退出登录。', 401)
}

export function problemFrom(status: number, body: unknown): Problem {
  const detail = (body as Partial<components['schemas']['ErrorBody']> | undefined)?.error
  if (detail?.code) return new Problem(detail.code, detail.message, status, detail.fields ?? [], detail.requestId)
  return new Problem('unexpected', WITHOUT_WORDS[status] ?? '系统出了问题，请稍后再试；仍不行请拨打咨询电话。', status)
}

/** Anything thrown, as a problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('unexpected', '页面出了问题，请刷新后重试；仍不行请拨打咨询电话。')
}

/** The message for one field. */
export function fieldMessage(problem: Problem | undefined, field: string): string | undefined {
  return problem?.fields.find((refused) => refused.field === field)?.message
}
