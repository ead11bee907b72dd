/** One intent of the user: acts once however often it is clicked, and keeps its key until the server has answered. */
import { ref, shallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export function newKey(): string {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/**
 * `work` gets the key of this intent. The same key goes along when the same input is sent again after a lost answer,
 * so that nothing happens twice; other input, or a definite answer, begins another intent.
 */
export function useAct<Input, Output>(work: (input: Input, key: string) => Promise<Output>) {
  const busy = ref(false)
  const problem = shallowRef<Problem>()
  let key: string | undefined
  let sent: string | undefined

  /** The result, or undefined where it failed; `problem` then says why. */
  async function run(input: Input): Promise<Output | undefined> {
    if (busy.value) return undefined
    busy.value = true
    const text = JSON.stringify(input)
    if (!key || sent !== text) [key, sent] = [newKey(), text]
    try {
      const output = await work(input, key)
      key = undefined
      problem.value = undefined
      return output
    } catch (error) {
      const found = asProblem(error)
      if (!found.isTransient) key = undefined
      problem.value = found
      return undefined
    } finally {
      busy.value = false
    }
  }

  function clear(): void {
    problem.value = undefined
  }

  return { busy, problem, run, clear }
}
