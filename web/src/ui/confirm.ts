/** A question before something that cannot simply be undone. */
import { shallowRef } from 'vue'

export interface Question {
  title: string
  /** What happens, in full sentences. */
  text: string
  action: string
  cancel?: string
  danger?: boolean
}

interface Asked extends Question {
  answer: (yes: boolean) => void
}

/** Shown by ConfirmHost. */
export const asked = shallowRef<Asked>()

export function confirm(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = undefined
        resolve(yes)
      },
    }
  })
}
