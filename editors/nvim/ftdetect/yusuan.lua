-- Disclosures are recognised by their own extensions, and among .txt and .md files only by a name
-- that says so: plain text and Markdown at large are left alone.
local patterns = {
  ['.*%.yusuan%.txt'] = 'yusuan',
  ['.*%.yusuan%.md'] = 'yusuan',
}

local words = { '预算公开', '决算公开', '部门预算', '部门决算', '单位预算', '单位决算' }
for _, word in ipairs(words) do
  patterns['.*' .. word .. '.*%.txt'] = 'yusuan'
  patterns['.*' .. word .. '.*%.md'] = 'yusuan'
end

vim.filetype.add({ extension = { yusuan = 'yusuan' }, pattern = patterns })
