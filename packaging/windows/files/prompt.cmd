@echo off
rem A prompt that knows the command perfscore. ASCII only, as in perfscore.cmd.
setlocal EnableExtensions DisableDelayedExpansion
set "PATH=%~dp0;%PATH%"
rem Reports and file names are UTF-8.
chcp 65001 >nul
title perfscore
if exist "%USERPROFILE%\Desktop\" cd /d "%USERPROFILE%\Desktop"
type "%~dp0app\prompt.txt"
cmd /k
