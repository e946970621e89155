;;; yusuan.el --- Chinese budget disclosures in Emacs, with eglot  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "28.1") (eglot "1.9"))

;;; Commentary:

;; 部门预算、部门决算公开文本：打开文件后运行 M-x eglot，或设置
;;
;;     (add-to-list 'load-path "/path/to/yusuan/editors/emacs")
;;     (require 'yusuan)
;;     (add-hook 'yusuan-mode-hook #'eglot-ensure)
;;
;; The server `yusuan' has to be on the PATH: cargo install --path .

;;; Code:

(require 'eglot)

(defgroup yusuan nil
  "Chinese budget disclosures."
  :group 'text)

(defcustom yusuan-server-command '("yusuan" "server")
  "The command that starts the language server."
  :type '(repeat string))

(defvar yusuan-font-lock-keywords
  '(("^[ 　]*\\(?:#+ +\\|\\*\\*\\)?第[一二三四五六七八九十]+部分[^\t|，。；.…\n]*$" 0 'font-lock-function-name-face)
    ("^[ 　]*\\(?:#+ +\\|\\*\\*\\)?[（(]?[一二三四五六七八九十]+[、．）)][^\t|，。；.…\n]*$" 0 'font-lock-type-face)
    ("^#+ +[^\t|\n]*$" 0 'font-lock-function-name-face)
    ("^[ |]*\\([235][0-9]\\{2\\}\\(?:[0-9]\\{2\\}\\)\\{0,2\\}\\)[ \t|]" 1 'font-lock-constant-face)
    ("[0-9][0-9,]*\\(?:\\.[0-9]+\\)?[%％]?" 0 'font-lock-string-face)
    ("[0-9 ]\\([百千万亿]*元\\)" 1 'font-lock-keyword-face))
  "Headings, subject codes, figures and units.")

;;;###autoload
(define-derived-mode yusuan-mode text-mode "预算"
  "Major mode for Chinese departmental budget and final-account disclosures."
  ;; Cells of a table are separated by tab characters, paragraphs are one long line each.
  (setq-local tab-width 8
              indent-tabs-mode t
              indent-line-function #'ignore
              require-final-newline t
              outline-regexp "#+ \\|第[一二三四五六七八九十]+部分")
  (local-set-key (kbd "TAB") #'self-insert-command)
  (setq font-lock-defaults '(yusuan-font-lock-keywords t))
  (visual-line-mode 1))

;;;###autoload
(progn
  (add-to-list 'auto-mode-alist '("\\.yusuan\\(?:\\.txt\\|\\.md\\)?\\'" . yusuan-mode))
  (add-to-list 'auto-mode-alist
               '("\\(?:预算公开\\|决算公开\\|部门预算\\|部门决算\\|单位预算\\|单位决算\\)[^/]*\\.\\(?:txt\\|md\\)\\'"
                 . yusuan-mode)))

(add-to-list 'eglot-server-programs
             (cons 'yusuan-mode (lambda (&rest _) yusuan-server-command)))

(provide 'yusuan)
;;; yusuan.el ends here
