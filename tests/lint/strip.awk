# C with comments, strings and characters blanked out, each line headed FILE:LINE:
FNR == 1 { state = "code" }
{
    out = ""
    n = length($0)
    for (i = 1; i <= n; i++) {
        c = substr($0, i, 1)
        two = substr($0, i, 2)
        if (state == "code") {
            if (two == "/*") { state = "comment"; i++ }
            else if (two == "//") break
            else if (c == "\"") { state = "string"; out = out c }
            else if (c == "'") { state = "char"; out = out c }
            else out = out c
        } else if (state == "comment") {
            if (two == "*/") { state = "code"; i++; out = out " " }
        } else {
            if (c == "\\") i++
            else if (state == "string" && c == "\"") { state = "code"; out = out c }
            else if (state == "char" && c == "'") { state = "code"; out = out c }
        }
    }
    if (state == "string" || state == "char") state = "code"
    print FILENAME ":" FNR ":" out
}
