import { createPrompt, isEnterKey, isTabKey, makeTheme, useKeypress, usePrefix, useState } from '@inquirer/core'

/** What there is to say of an answer, while it is typed: why it will not do, or a remark on what becomes of it. */
export type Verdict = { readonly refused?: string; readonly remark?: string }

type Config = {
  readonly message: string
  readonly default: string
  readonly judge: (answer: string) => Promise<Verdict>
}

/**
 * A line of text that is judged with every key, where inquirer's own prompt waits for Enter. Tab takes the default for
 * editing. Spaces typed or pasted around an answer are not a part of it.
 */
export const checkedInput = createPrompt<string, Config>((config, done) => {
  const theme = makeTheme()
  const [status, setStatus] = useState<'idle' | 'done'>('idle')
  const [value, setValue] = useState('')
  const [verdict, setVerdict] = useState<Verdict>({})
  const prefix = usePrefix({ status, theme })

  useKeypress(async (key, readline) => {
    if (status === 'done') return
    if (isEnterKey(key)) {
      const answer = value.trim() || config.default
      const final = await config.judge(answer)
      if (final.refused === undefined) {
        setValue(answer)
        setVerdict({})
        setStatus('done')
        done(answer)
      } else {
        readline.write(value) // readline has emptied the line
        setVerdict(final)
      }
      return
    }
    if (isTabKey(key) && value === '') {
      readline.clearLine(0) // the tab itself
      readline.write(config.default)
    }
    const typed = readline.line
    setValue(typed)
    const next = typed.trim() === '' ? {} : await config.judge(typed.trim())
    if (readline.line === typed) setVerdict(next) // or a later key has been judged
  })

  const isDone = status === 'done'
  const hint = value === '' && !isDone ? theme.style.defaultAnswer(config.default) : undefined
  const line = [prefix, theme.style.message(config.message, status), hint, isDone ? theme.style.answer(value) : value]
  const below =
    verdict.refused === undefined
      ? verdict.remark && theme.style.help(verdict.remark)
      : theme.style.error(verdict.refused)
  return [line.filter((part) => part !== undefined).join(' '), below]
})
