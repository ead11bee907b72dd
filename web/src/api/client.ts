/** The API, typed by its own document. */
import createClient, { type Client } from 'openapi-fetch'
import { problemFrom } from './problem'
import { authorised, type TokenSource } from './reauth'
import type { components, paths } from './schema'

export type Schema = components['schemas']

let tokens: TokenSource = {
  current: async () => undefined,
  renewed: async () => {
    throw problemFrom(401, undefined)
  },
}

/** Whom requests are sent for; set once by the session. */
export function useTokens(source: TokenSource): void {
  tokens = source
}

const settings = { baseUrl: globalThis.location?.origin ?? '' }

/** For everything that needs a signed-in user. */
export const api: Client<paths> = createClient<paths>({
  ...settings,
  fetch: (request) => authorised(tokens)(request),
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer, or the problem thrown. */
export async function ask<T>(pending: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await pending
  if (!response.ok) throw problemFrom(response.status, error)
  return data as T
}
