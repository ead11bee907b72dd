import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { staleness } from '@/layout/staleness'
import { agencyRoutes } from './agency'
import { guard } from './guard'
import { unitRoutes } from './unit'

const SYSTEM = '湖南工会互助参保'

const routes: RouteRecordRaw[] = [
  { path: '/login', component: () => import('@/session/SignInPage.vue'), meta: { audience: 'public', title: '账号登录' } },
  // The address that the codes on printed papers stand for.
  { path: '/verify/:code?', component: () => import('@/features/documents/VerifyPage.vue'), meta: { audience: 'public', title: '文件核验' } },
  // The entry that clerks have as a bookmark from former seasons.
  { path: '/:season(cb\\d+)/login/:audience?', redirect: '/login' },
  { path: '/login/:audience', redirect: '/login' },
  ...unitRoutes,
  ...agencyRoutes,
  {
    path: '/password',
    component: () => import('@/layout/AnyShell.vue'),
    children: [{ path: '', component: () => import('@/session/PasswordPage.vue'), meta: { title: '修改密码' } }],
  },
  {
    path: '/error',
    component: () => import('@/layout/AnyShell.vue'),
    children: [{ path: '', component: () => import('@/layout/ErrorPage.vue'), meta: { title: '出错了' } }],
  },
  {
    path: '/:rest(.*)*',
    component: () => import('@/layout/AnyShell.vue'),
    children: [{ path: '', component: () => import('@/layout/NotFoundPage.vue'), meta: { title: '没有找到页面' } }],
  },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.beforeEach(guard)

/** Screen readers and keyboards begin at the title of the new page. */
router.afterEach(async (to, from) => {
  document.title = to.meta.title ? `${to.meta.title} - ${SYSTEM}` : SYSTEM
  if (to.path === from.path || !from.matched.length) return
  await nextTick()
  document.getElementById('main')?.focus({ preventScroll: true })
})

router.onError((error: Error, to) => {
  // A page of the former release is gone from the server.
  if (/dynamically imported module|Importing a module|preload/i.test(error.message)) staleness.missing = to.fullPath
  else void router.replace('/error')
})
