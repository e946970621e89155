--- `:checkhealth yusuan`: what is missing, and what to do about it.
local health = {}

local function check_server()
  vim.health.start('语言服务器 (language server)')
  if vim.g.yusuan_no_lsp then
    vim.health.info('已由 g:yusuan_no_lsp 关闭 (switched off)')
    return
  end
  local config = vim.lsp.config.yusuan
  local command = config and config.cmd
  if type(command) ~= 'table' then
    vim.health.info('由自定义函数启动 (started by a function of the configuration)')
    return
  end
  if vim.fn.executable(command[1]) == 0 then
    vim.health.error(('找不到 %s (not found)'):format(command[1]), {
      '在仓库根目录运行 cargo install --path .',
      "或设置 vim.lsp.config('yusuan', { cmd = { '/path/to/yusuan', 'server' } })",
    })
    return
  end
  local started, process = pcall(vim.system, { command[1], '--version' }, { text = true })
  local result = started and process:wait(5000) or { code = -1 }
  if result.code == 0 then
    vim.health.ok(('%s：%s'):format(vim.fn.exepath(command[1]), vim.trim(result.stdout)))
  else
    vim.health.error(('%s --version 无法运行 (does not run)'):format(command[1]))
  end
end

local function check_parser()
  vim.health.start('语法解析器与查询 (parser and queries)')
  local advice = { '运行插件目录下的 build-parser.sh (run build-parser.sh of this plugin)' }
  local called, parser = pcall(vim.treesitter.language.add, 'yusuan')
  if not (called and parser) then
    vim.health.warn('尚未编译：没有高亮与折叠 (not built: no highlighting, no folding)', advice)
    return
  end
  vim.health.ok('解析器已装入 (the parser loads)')
  for _, name in ipairs({ 'highlights', 'folds', 'textobjects' }) do
    local read, query = pcall(vim.treesitter.query.get, 'yusuan', name)
    if read and query then
      vim.health.ok(name .. '.scm')
    else
      vim.health.error(name .. '.scm 缺失或与解析器不是同一版本 (missing or of another version)', advice)
    end
  end
end

function health.check()
  check_server()
  check_parser()
end

return health
