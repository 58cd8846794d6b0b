import { createPrompt, isEnterKey, isTabKey, makeTheme, useKeypress, usePrefix, useState } from '@inquirer/core'

/** Feedback on an answer while it is typed: why it is rejected, or a remark about it. */
export type Feedback = { readonly rejection?: string; readonly remark?: string }

type Config = {
  readonly message: string
  readonly default: string
  readonly check: (answer: string) => Promise<Feedback>
}

/**
 * A text input that is checked after every key, where inquirer's own input waits for Enter. Tab inserts the default for
 * editing. Spaces around an answer are ignored.
 */
export const checkedInput = createPrompt<string, Config>((config, done) => {
  const theme = makeTheme()
  const [status, setStatus] = useState<'idle' | 'done'>('idle')
  const [value, setValue] = useState('')
  const [feedback, setFeedback] = useState<Feedback>({})
  const prefix = usePrefix({ status, theme })

  useKeypress(async (key, readline) => {
    if (status === 'done') return
    if (isEnterKey(key)) {
      const answer = value.trim() || config.default
      const final = await config.check(answer)
      if (final.rejection === undefined) {
        setValue(answer)
        setFeedback({})
        setStatus('done')
        done(answer)
      } else {
        readline.write(value) // readline has cleared the line
        setFeedback(final)
      }
      return
    }
    if (isTabKey(key) && value === '') {
      readline.clearLine(0) // the tab itself
      readline.write(config.default)
    }
    const typed = readline.line
    setValue(typed)
    const next = typed.trim() === '' ? {} : await config.check(typed.trim())
    if (readline.line === typed) setFeedback(next) // unless another key was pressed meanwhile
  })

  const isDone = status === 'done'
  const hint = value === '' && config.default !== '' && !isDone ? theme.style.defaultAnswer(config.default) : undefined
  const line = [prefix, theme.style.message(config.message, status), hint, isDone ? theme.style.answer(value) : value]
  const below =
    feedback.rejection === undefined
      ? feedback.remark && theme.style.help(feedback.remark)
      : theme.style.error(feedback.rejection)
  return [line.filter((part) => part !== undefined).join(' '), below]
})
