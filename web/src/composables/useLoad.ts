/** Something read from the server: the latest asked wins, and what is shown stays while it is read again. */
import { onScopeDispose, ref, shallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export function useLoad<T>(read: () => Promise<T>) {
  const data = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const loading = ref(false)
  let turn = 0

  async function load(): Promise<T | undefined> {
    const mine = ++turn
    loading.value = true
    try {
      const found = await read()
      if (mine !== turn) return data.value
      data.value = found
      problem.value = undefined
      return found
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error)
      return undefined
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  onScopeDispose(() => turn++)
  return { data, problem, loading, load }
}
