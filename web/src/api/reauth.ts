/**
 * Sends requests as the signed-in user. The access token lives in memory only; when it has run out it is renewed by
 * the cookie, and when that has run out too, every request waits for the user to sign in again and then goes on.
 */
import { offline } from './problem'

export interface TokenSource {
  /** The token to use now, renewed if it is about to run out; undefined where nobody is signed in. */
  current(): Promise<string | undefined>
  /** Another one than `refused`: renewed, or after signing in again. Rejects when the user gives up. */
  renewed(refused: string | undefined): Promise<string>
}

async function send(request: Request, token: string | undefined): Promise<Response> {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  try {
    return await fetch(request)
  } catch {
    throw offline()
  }
}

/** A `fetch` that replays what was refused for want of a session. */
export function authorised(tokens: TokenSource): (request: Request) => Promise<Response> {
  return async (request) => {
    const again = request.clone()
    const token = await tokens.current()
    const answer = await send(request, token)
    if (answer.status !== 401) return answer
    return send(again, await tokens.renewed(token))
  }
}
