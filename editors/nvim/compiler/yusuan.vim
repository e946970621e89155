" :make checks the draft as it stands on the disk and lists the findings.
if exists('current_compiler')
  finish
endif
let current_compiler = 'yusuan'

CompilerSet makeprg=yusuan\ check\ --color\ never\ --locale\ zh-CN\ %:S
" The column counts characters, which Vim has no item for: the line will do.
CompilerSet errorformat=%E%f:%l:%*[0-9]:\ 错误%m,%W%f:%l:%*[0-9]:\ 警告%m,%I%f:%l:%*[0-9]:\ 说明%m,%N%f:%l:%*[0-9]:\ 提示%m,%-G%.%#
