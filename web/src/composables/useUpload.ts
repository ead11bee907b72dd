/** One file on its way to the server. */
import { onScopeDispose, ref, shallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'
import { upload, type UploadFor } from '@/api/upload'

export function useUpload(check = true) {
  const share = ref(0)
  const isWaiting = ref(false)
  const sending = ref(false)
  const fileName = ref('')
  const problem = shallowRef<Problem>()
  let control: AbortController | undefined

  /** The upload's id, or undefined where it failed; `problem` then says why. */
  async function send(file: File, purpose: UploadFor): Promise<string | undefined> {
    control = new AbortController()
    ;[share.value, sending.value, fileName.value, problem.value] = [0, true, file.name, undefined]
    const hooks = {
      progress: (value: number) => (share.value = value),
      waiting: (value: boolean) => (isWaiting.value = value),
      signal: control.signal,
    }
    try {
      return await upload(file, purpose, hooks, check)
    } catch (error) {
      const found = asProblem(error)
      if (found.code !== 'aborted') problem.value = found
      return undefined
    } finally {
      sending.value = false
      isWaiting.value = false
    }
  }

  const cancel = () => control?.abort()
  onScopeDispose(cancel)
  return { share, isWaiting, sending, fileName, problem, send, cancel }
}
