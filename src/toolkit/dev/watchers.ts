import { closeSync, type FSWatcher, openSync, statfsSync, watch } from 'node:fs'
import { read } from '../../destination/around/files-above.ts'
import { codeOf, reasonFor } from '../../errors/system-errors.ts'
import type { Localized } from '../../text/localized.ts'

export type Watchers = {
  /** Watches these places, and no others. Returns whether some of them are new. */
  readonly set: (places: ReadonlyMap<string, string>) => boolean
  readonly close: () => void
}

/** Reports changes in folders (not below them) and files. If no more can be watched, watches nothing, and says why. */
export function createWatchers(changed: () => void, fail: (reason: Localized) => void): Watchers {
  const open = new Map<string, { readonly identity: string; readonly watcher: FSWatcher }>()
  const remove = (path: string) => {
    open.get(path)?.watcher.close()
    open.delete(path)
  }
  const close = () => {
    for (const path of [...open.keys()]) remove(path)
  }
  /** Returns whether it is watched now. */
  const add = (path: string, identity: string): boolean => {
    try {
      const watcher = watch(path, changed)
      // Windows reports the end of a watched folder like this. A snapshot then shows what has become of it.
      watcher.on('error', () => {
        remove(path)
        changed()
      })
      open.set(path, { identity, watcher })
      return true
    } catch (error) {
      if (codeOf(error) === 'ENOENT')
        changed() // it has gone in the meantime
      else if (!['EACCES', 'EPERM'].includes(codeOf(error))) throw error // cargo says so, if it needs what it may not read
      return false
    }
  }
  const set: Watchers['set'] = (places) => {
    for (const [path, { identity }] of open) if (identity !== places.get(path)) remove(path)
    try {
      return [...places].filter(([path, identity]) => !open.has(path) && add(path, identity)).length > 0
    } catch (error) {
      close()
      fail((t) => t.bundle.dev.unwatchable(reasonOf(error)(t)))
      return false
    }
  }
  return { set, close }
}

/**
 * inotify(7): ENOSPC is the user's limit of watches, not of the disk; inotify_init(2): EMFILE is that of instances, or of open
 * files. A user namespace may have a lower limit than the machine (namespaces(7), /proc/sys/user).
 */
function reasonOf(error: unknown): Localized {
  const code = codeOf(error)
  if (code === 'ENOSPC') return limitReached('watches', '524288')
  return code === 'EMFILE' && canOpenFiles() ? limitReached('instances', '1024') : reasonFor(error)
}

function limitReached(what: string, enough: string): Localized {
  const settings = [`fs.inotify.max_user_${what}`, `user.max_inotify_${what}`]
  const limits = settings.map((setting) => ({
    setting,
    value: read(`/proc/sys/${setting.replaceAll('.', '/')}`)?.trim() ?? '',
  }))
  const known = limits.filter(({ value }) => value !== '').sort((a, b) => Number(a.value) - Number(b.value))
  const values = known.map(({ setting, value }) => `${setting} = ${value}`)
  return (t) => t.bundle.dev.limit(values.join(', '), known[0]?.setting ?? settings[0] ?? '', enough)
}

function canOpenFiles(): boolean {
  try {
    closeSync(openSync('/dev/null', 'r'))
    return true
  } catch {
    return false
  }
}

/** File systems that do not report what other machines change, by the numbers of statfs(2) and linux/magic.h. */
const silent: Readonly<Record<number, string>> = {
  26985: 'NFS',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  20859: 'SMB',
  16914839: '9p', // WSL 2 has Windows' disks, /mnt/c, like this
  1702057286: 'FUSE', // sshfs, folders of Docker Desktop
  2020557398: 'vboxsf',
  3133910204: 'vmhgfs',
}

/** The kind of the current folder's file system, if it reports no changes. */
export function silentFileSystem(): string | undefined {
  return process.platform === 'linux' ? silent[statfsSync('.').type] : undefined
}
