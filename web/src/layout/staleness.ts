/** Whether a newer release is served than the one on the screen. */
import { reactive } from 'vue'

export const staleness = reactive({
  isStale: false,
  /** A page that could not be loaded; empty where none failed. */
  missing: '',
})

const EVERY_MS = 10 * 60 * 1000
let first: string | undefined

async function look(): Promise<void> {
  if (document.visibilityState === 'hidden') return
  const answer = await fetch('/release.json', { cache: 'no-store' }).catch(() => undefined)
  if (!answer?.ok) return
  const { id } = (await answer.json()) as { id: string }
  first ??= id
  staleness.isStale = first !== id
}

export function watchReleases(): void {
  if (import.meta.env.DEV) return
  void look()
  setInterval(() => void look(), EVERY_MS)
}
