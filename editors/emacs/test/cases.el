;;; cases.el --- What works in a draft  -*- lexical-binding: t; -*-

;;; Code:

(require 'yusuan)
(require 'flymake)
(require 'xref)

(defvar yusuan-test-passed 0)
(defvar yusuan-test-failed 0)
(defvar yusuan-test-skipped 0)

(defconst yusuan-test-patience 20 "Seconds after which something counts as not happening.")

(defun yusuan-test-expect (what holds &optional seen)
  "Count whether HOLDS, say WHAT it is, and if it does not what was SEEN."
  (if holds
      (setq yusuan-test-passed (1+ yusuan-test-passed))
    (setq yusuan-test-failed (1+ yusuan-test-failed)))
  (princ (format "  %s %s\n" (if holds "ok     " "FAILED ") what))
  (unless holds (princ (format "          saw: %S\n" seen))))

(defun yusuan-test-wait (predicate)
  "Wait until PREDICATE gives a value, and return it; nil when patience runs out."
  (let ((end (+ (float-time) yusuan-test-patience)) value)
    (while (and (not (setq value (funcall predicate))) (< (float-time) end))
      (accept-process-output nil 0.1))
    value))

(defun yusuan-test-capable (capability)
  "Whether the server announces CAPABILITY; if not, what follows is left out and called so."
  (or (eglot--server-capable capability)
      (progn
        (setq yusuan-test-skipped (1+ yusuan-test-skipped))
        (princ (format "  skipped %s: the server does not announce it\n" capability))
        nil)))

(defun yusuan-test-put-cursor (text)
  "Put the cursor on the first occurrence of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun yusuan-test-messages ()
  "The messages of all findings."
  (flymake-start)
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun yusuan-test-holds (text list)
  "Whether TEXT is part of a string of LIST."
  (seq-some (lambda (item) (string-match-p (regexp-quote text) item)) list))

(defun yusuan-test-hover (text)
  "What is shown with the cursor on TEXT."
  (yusuan-test-put-cursor text)
  (let (shown)
    (eglot-hover-eldoc-function (lambda (doc &rest _) (setq shown doc)))
    (yusuan-test-wait (lambda () shown))))

(defun yusuan-test-file-names ()
  "Which files are taken for drafts."
  (princ "file names\n")
  (let ((mode (lambda (name)
                (with-temp-buffer
                  (setq buffer-file-name (expand-file-name name "/tmp"))
                  (delay-mode-hooks (set-auto-mode))
                  (set-buffer-modified-p nil)
                  (setq buffer-file-name nil)
                  major-mode))))
    (dolist (name '("a.yusuan" "a.yusuan.txt" "a.yusuan.md" "2024年部门决算公开.txt" "单位预算-定稿.md"))
      (yusuan-test-expect name (eq (funcall mode name) 'yusuan-mode) (funcall mode name)))
    (dolist (name '("README.md" "部门预算/README.md" "notes.txt" "部门预算.el"))
      (yusuan-test-expect (concat "not " name) (not (eq (funcall mode name) 'yusuan-mode))))))

(defun yusuan-test-draft ()
  "What works in a draft with mistakes."
  (princ "a draft with planted mistakes\n")
  (find-file (expand-file-name "2025年单位预算.md" (getenv "YUSUAN_TEST_WORK")))
  (yusuan-test-expect "it is in yusuan-mode" (eq major-mode 'yusuan-mode) major-mode)
  (font-lock-ensure)
  (yusuan-test-put-cursor "2070109")
  (yusuan-test-expect "codes are highlighted" (eq (get-text-property (point) 'face) 'font-lock-constant-face)
                      (get-text-property (point) 'face))
  (apply #'eglot (eglot--guess-contact))
  (yusuan-test-expect "the server is connected" (eglot-current-server))
  (let ((wrong "“20805 行政事业单位养老支出”合计 26.82万元 与各列之和 28.62万元 不符"))
    (yusuan-test-expect "a wrong total is reported"
                        (yusuan-test-wait (lambda () (yusuan-test-holds wrong (yusuan-test-messages))))
                        (yusuan-test-messages))
    (let ((shown (yusuan-test-hover "2070109")))
      (yusuan-test-expect "a subject is explained" (and shown (string-match-p "文化和旅游" shown)) shown))
    (yusuan-test-complete)
    (yusuan-test-definition)
    (yusuan-test-rename)
    (yusuan-test-mend wrong)))

(defun yusuan-test-complete ()
  "Completion of a code."
  (yusuan-test-put-cursor "2210201")
  (end-of-line)
  (insert "\n22102")
  (eglot--signal-textDocument/didChange)
  (let* ((answer (eglot-completion-at-point))
         (offered (all-completions "22102" (nth 2 answer))))
    (yusuan-test-expect "codes are completed" (yusuan-test-holds "2210203" offered) offered))
  (delete-region (line-beginning-position 1) (line-end-position))
  (delete-char -1)
  (eglot--signal-textDocument/didChange))

(defun yusuan-test-definition ()
  "From a subject of a sentence to its glossary entry."
  (when (yusuan-test-capable :definitionProvider)
    (yusuan-test-put-cursor "项目支出74.60")
    (let ((found (xref-backend-definitions 'eglot "LSP identifier at point.")))
      (yusuan-test-expect "the definition of a term or amount is found" found)
      (when found
        (let ((line (xref-location-line (xref-item-location (car found)))))
          (yusuan-test-expect "it is somewhere else" (/= line (line-number-at-pos)) line))))))

(defun yusuan-test-rename ()
  "The organisation everywhere."
  (when (yusuan-test-capable :renameProvider)
    (yusuan-test-put-cursor "青禾县文化馆")
    (eglot-rename "青禾县图书馆")
    (yusuan-test-expect "its old name is nowhere" (not (save-excursion (goto-char (point-min))
                                                                      (search-forward "青禾县文化馆" nil t))))
    (undo-boundary)))

(defun yusuan-test-mend (wrong)
  "The quick fix of the finding WRONG."
  (yusuan-test-put-cursor "26.82")
  ;; With one action there is nothing to choose from; with several the first that mends is chosen.
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_ actions &rest _)
               (seq-find (lambda (title) (string-match-p "28\\.62" title)) (mapcar #'car actions)))))
    ;; Not by a click, for which a menu would open.
    (let ((last-nonmenu-event ?a))
      (eglot-code-actions (point) (+ (point) 5) "quickfix" t)))
  (yusuan-test-expect "the quick fix puts the right value in"
                      (save-excursion (goto-char (point-min))
                                      (search-forward "20805\t行政事业单位养老支出\t28.62" nil t))
                      (thing-at-point 'line))
  (eglot--signal-textDocument/didChange)
  (yusuan-test-expect "and the finding is gone"
                      (yusuan-test-wait (lambda () (not (yusuan-test-holds wrong (yusuan-test-messages)))))
                      (yusuan-test-messages)))

(defun yusuan-test-end ()
  "The server ends with the session."
  (let ((process (jsonrpc--process (eglot-current-server))))
    (set-buffer-modified-p nil)
    (eglot-shutdown (eglot-current-server))
    (yusuan-test-expect "the server ends when told to" (yusuan-test-wait (lambda () (not (process-live-p process)))))))

(defun yusuan-test-run ()
  "Run all, and leave Emacs with their status."
  (setq eglot-sync-connect t
        eglot-autoshutdown nil
        make-backup-files nil
        auto-save-default nil)
  (condition-case problem
      (progn
        (yusuan-test-file-names)
        (yusuan-test-draft)
        (yusuan-test-end))
    (error (yusuan-test-expect "no error" nil problem)))
  (princ (format "%d passed, %d failed, %d skipped\n" yusuan-test-passed yusuan-test-failed yusuan-test-skipped))
  (kill-emacs (if (zerop yusuan-test-failed) 0 1)))

;;; cases.el ends here
