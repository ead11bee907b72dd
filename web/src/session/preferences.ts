/** How this machine shows the pages: theme and size of type. */
import { defineStore } from 'pinia'
import { ref, watchEffect } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
const KEY = 'canbao.preferences'

interface Kept {
  theme: Theme
  large: boolean
}

function kept(): Kept {
  try {
    return { theme: 'auto', large: false, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>) }
  } catch {
    return { theme: 'auto', large: false }
  }
}

export const usePreferences = defineStore('preferences', () => {
  const { theme: savedTheme, large: savedLarge } = kept()
  const theme = ref<Theme>(savedTheme)
  const large = ref(savedLarge)
  const night = matchMedia('(prefers-color-scheme: dark)')
  const isNight = ref(night.matches)
  night.addEventListener('change', (event) => (isNight.value = event.matches))

  watchEffect(() => {
    const dark = theme.value === 'dark' || (theme.value === 'auto' && isNight.value)
    document.documentElement.classList.toggle('dark', dark)
    document.documentElement.classList.toggle('large', large.value)
    localStorage.setItem(KEY, JSON.stringify({ theme: theme.value, large: large.value }))
  })
  return { theme, large }
})
