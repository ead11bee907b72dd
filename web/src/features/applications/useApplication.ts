/** One application on the screen: read, read again after every change, and what may be done with it. */
import { computed } from 'vue'
import { useLoad } from '@/composables/useLoad'
import { getApplication } from './calls'
import type { Application, Command } from './words'

export function useApplication(number: string) {
  const { data, problem, load } = useLoad(() => getApplication(number))
  void load()

  /** Takes an answer that came with a command. */
  function take(next: Application): void {
    data.value = next
  }

  const may = (command: Command) => computed(() => data.value?.allowedCommands.includes(command) ?? false)
  return { application: data, problem, reload: load, take, may }
}
