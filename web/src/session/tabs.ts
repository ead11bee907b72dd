/** One session in several tabs: renewing takes turns, and every tab hears of it. */
import type { Schema } from '@/api/client'

export type Signed = Schema['SignedInUser']
type Word = { kind: 'renewed'; signed: Signed } | { kind: 'out' }

const NAME = 'canbao-session'

/** Two renewals at once would send one refresh token twice, which looks like theft and ends the session. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(NAME, work) : work()
}

/** Tells the other tabs, and hears from them. */
export function tabs(hear: (word: Word) => void): (word: Word) => void {
  if (typeof BroadcastChannel === 'undefined') return () => {}
  const channel = new BroadcastChannel(NAME)
  channel.onmessage = (event: MessageEvent<Word>) => hear(event.data)
  return (word) => channel.postMessage(word)
}
