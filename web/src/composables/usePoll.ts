/** Asks again while there is something to wait for and somebody looks at the page. */
import { onScopeDispose } from 'vue'

/** `ask` says whether to go on. Starts with `start`, ends by itself. */
export function usePoll(ask: () => Promise<boolean>, everyMs = 1500) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false

  function next(): void {
    timer = setTimeout(turn, document.visibilityState === 'hidden' ? everyMs * 4 : everyMs)
  }

  async function turn(): Promise<void> {
    const goOn = await ask().catch(() => true)
    if (!running) return
    if (goOn) next()
    else running = false
  }

  function start(): void {
    if (running) return
    running = true
    void turn()
  }

  function stop(): void {
    running = false
    clearTimeout(timer)
  }

  onScopeDispose(stop)
  return { start, stop }
}
